/** A Ray cluster as a training engine, through its Jobs REST API. */
import { Readable } from "node:stream";
import { StudioError } from "@/domain/errors";
import type { TrainingEngineSettings } from "@/domain/training/engine";
import type { JobSpec, JobState, TrainingEngine } from "../engine";
import { RayClient } from "./client";
import { readCluster } from "./cluster";
import { toEntrypoint } from "./entrypoint";
import { notRay, refusal } from "./failure";
import { followJob } from "./follow";
import { RayJob, toJobState } from "./map";
import { makePackage, uploadPackage } from "./package";
import { pendingStops } from "./pending-stops";
import { readToken, withoutToken } from "./token";

const SUBMIT_SILENCE_MS = 120_000;
/** Seconds between being told to stop and being killed: time for a checkpoint. Ray gives 3. */
const STOP_WAIT_S = 300;
/** Passed on where the studio has them: none can hold a secret. */
const PASSED_ON = ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"];

export class RayEngine implements TrainingEngine {
  readonly #client: RayClient;

  constructor(settings: TrainingEngineSettings) {
    this.#client = new RayClient(settings);
  }

  test() {
    return readCluster(this.#client);
  }

  async find(jobId: string): Promise<JobState | null> {
    const { status, text } = await this.#client.ask({ path: pathOf(jobId) });
    const stops = pendingStops(this.#client.asked.address);
    if (isUnknown(status, text)) {
      stops.forget(jobId);
      return null;
    }
    if (status === 404) throw notRay(this.#client.asked);
    if (status !== 200) throw refusal(this.#client.asked, status, undefined, text);
    const { data } = RayJob.safeParse(toJson(text));
    if (!data) throw notRay(this.#client.asked);
    return stops.apply(jobId, toJobState(data));
  }

  async submit(job: JobSpec): Promise<void> {
    if (await this.find(job.id)) return;
    const package_ = await makePackage(job.files);
    try {
      const uri = await uploadPackage(this.#client, package_);
      await this.#post("/api/jobs/", requestOf(job, uri));
    } catch (error) {
      // The reply may have been lost, or another worker was first: either way the job is there once.
      if (!(error instanceof StudioError) || error.code !== "upstream") throw error;
      if ((await this.find(job.id).catch(() => null)) === null) throw error;
    } finally {
      await package_.remove();
    }
  }

  /** Ray goes on calling a job pending that it was told to stop; `find` then says that it is stopped. */
  async stop(jobId: string): Promise<void> {
    const state = await this.find(jobId);
    if (state?.status !== "pending" && state?.status !== "running") return;
    const { status, text } = await this.#client.ask({ method: "POST", path: `${pathOf(jobId)}/stop` });
    if (isUnknown(status, text)) return;
    if (status !== 200) throw refusal(this.#client.asked, status, undefined, text);
    pendingStops(this.#client.asked.address).remember(jobId);
  }

  async *follow(jobId: string, signal: AbortSignal): AsyncGenerator<string> {
    // Ray's own token is in a job's environment: one that prints it all must not bring it here.
    const token = readToken(this.#client.asked.tokenVariable);
    for await (const line of followJob(this.#client, jobId, () => this.find(jobId), signal))
      yield withoutToken(line, token);
  }

  async #post(path: string, body: unknown): Promise<void> {
    const bytes = Buffer.from(JSON.stringify(body));
    const open = () => Readable.from([bytes]);
    await this.#client.read({
      method: "POST",
      path,
      body: { type: "application/json", length: bytes.length, open },
      timeoutMs: SUBMIT_SILENCE_MS,
    });
  }
}

function requestOf({ id, command, resources, metadata }: JobSpec, uri: string) {
  const passedOn = PASSED_ON.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
  return {
    submission_id: id,
    entrypoint: toEntrypoint(command),
    entrypoint_num_cpus: resources.cpus,
    entrypoint_num_gpus: resources.gpus,
    ...(resources.memoryGib === null ? {} : { entrypoint_memory: Math.round(resources.memoryGib * 1024 ** 3) }),
    metadata,
    // Shown to whoever may look at the cluster: never a secret here.
    runtime_env: {
      working_dir: uri,
      env_vars: {
        PYTHONUNBUFFERED: "1",
        // Ray reads the output as UTF-8 and fails on anything else.
        PYTHONIOENCODING: "utf-8:backslashreplace",
        RAY_JOB_STOP_WAIT_TIME_S: String(STOP_WAIT_S),
        ...Object.fromEntries(passedOn),
      },
    },
  };
}

const pathOf = (jobId: string) => `/api/jobs/${encodeURIComponent(jobId)}`;

/** Any server answers 404; only Ray says this. */
const isUnknown = (status: number, text: string) => status === 404 && text.includes("does not exist");

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
