/** Jobs and a lossy network in front of Ray, for tests. */
import net from "node:net";
import { TrainingEngineSettings } from "@/domain/training/engine";
import type { JobSpec } from "../engine";

export function settingsAt(address: string, more: Partial<TrainingEngineSettings> = {}): TrainingEngineSettings {
  return TrainingEngineSettings.parse({ name: "test", address, storage: "/tmp/none", ...more });
}

/** A job of one Python file; asks for no CPUs unless told to. */
export function pythonJob(id: string, python: string, code: string, more: Partial<JobSpec> = {}): JobSpec {
  return {
    id,
    command: [python, "main.py"],
    files: new Map([["main.py", code]]),
    resources: { cpus: 0.1, gpus: 0, memoryGib: null },
    metadata: { name: id },
    ...more,
  };
}

export type Proxy = {
  address: string;
  /** Ends all connections now */
  cut: () => void;
  /** The next connection whose first bytes match gets no reply: its server's answer is dropped, with the connection */
  dropReplyTo: (request: RegExp) => void;
  dropped: () => number;
  close: () => Promise<void>;
};

/** Passes bytes on between its own address and another one. */
export async function startProxy(target: string): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<net.Socket>();
  let doomed: RegExp | null = null;
  let dropped = 0;
  const server = net.createServer((near) => {
    const far = net.connect(Number(port), hostname);
    let isDoomed = false;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.once("data", (chunk) => {
      if (!doomed?.test(chunk.toString("latin1"))) return;
      isDoomed = true;
      doomed = null;
    });
    near.on("data", (chunk) => far.write(chunk));
    far.on("data", (chunk) => {
      if (!isDoomed) return near.write(chunk);
      dropped++;
      near.resetAndDestroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    address: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    cut,
    dropReplyTo: (request) => {
      doomed = request;
    },
    dropped: () => dropped,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      cut();
      await closed;
    },
  };
}
