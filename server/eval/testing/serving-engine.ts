/** A cluster in memory whose jobs are servers: each says where its lease is, then where it answers. */
import http from "node:http";
import type { AddressInfo } from "node:net";
import type { JobSpec } from "@/server/adapters/training/engine";
import { type OpenAiServer, startOpenAiServer } from "@/server/testing/openai-server/server";
import { MemoryEngine } from "@/server/training/testing";

type Served = { server: OpenAiServer; leases: http.Server; renewals: number };

export class ServingEngine extends MemoryEngine {
  readonly served = new Map<string, Served>();
  /** What the next jobs do instead of serving */
  refusal: string | null = null;
  latencyMs = 0;
  /** The next jobs load their models, and do not come to an end with that */
  isLoading = false;

  override async submit(spec: JobSpec) {
    const isNew = !this.jobs.has(spec.id);
    await super.submit(spec);
    if (!isNew) return;
    if (this.refusal !== null) {
      this.jobs.get(spec.id)?.lines.push(this.refusal);
      return this.end(spec.id, "failed", 1);
    }
    const server = await startOpenAiServer({ latencyMs: this.latencyMs });
    const leases = http.createServer((_request, response) => {
      one.renewals++;
      response.writeHead(204).end();
    });
    const one: Served = { server, leases, renewals: 0 };
    await new Promise<void>((resolve) => leases.listen(0, "127.0.0.1", resolve));
    this.served.set(spec.id, one);
    const lease = {
      lease_url: `http://127.0.0.1:${(leases.address() as AddressInfo).port}/lease`,
      lease_seconds: 60,
    };
    const lines = this.jobs.get(spec.id)?.lines;
    lines?.push(JSON.stringify({ lease }), "Loading weights");
    const said = {
      base_url: server.url,
      ...lease,
      served_name: "final",
      server: "swirl_trainer",
    };
    if (!this.isLoading) lines?.push(JSON.stringify({ serving: said }));
  }

  override async stop(id: string) {
    await this.kill(id);
    await super.stop(id);
  }

  /** The server of a job goes away, with whatever it was asked. */
  async kill(id: string, exitCode = 1) {
    const one = this.served.get(id);
    this.served.delete(id);
    this.end(id, exitCode === 0 ? "succeeded" : "failed", exitCode);
    one?.leases.close();
    one?.leases.closeAllConnections();
    await one?.server.close();
  }

  async close() {
    for (const id of [...this.served.keys()]) await this.kill(id);
  }
}
