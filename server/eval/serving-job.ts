/** The job that a server is on its engine. */
import type { JobSpec, JobState } from "@/server/adapters/training/engine";
import type { TendedServer } from "./read-tended";

/** What ended it, for people; `job` null: the engine does not know it any more. */
export function faultOf(job: JobState | null, log: string): string {
  if (job === null)
    return "The engine forgot its job: it was started anew, as it is where its machine runs out of memory.";
  if (job.status === "stopped") return "Its job was stopped at the engine.";
  const last = log.trim().split("\n").at(-1)?.trim().slice(0, 500);
  return last ? `Its job ended before it was done with: ${last}` : (job.message ?? "Its job ended without a word.");
}

/** What the engine is given: the trainer's files, and how they serve the model. */
export function jobOf(server: TendedServer, files: JobSpec["files"], leaseSeconds: number): JobSpec {
  const { engine, path, jobId, resources, modelName } = server;
  const { hostname } = new URL(engine.address);
  // At a cluster elsewhere: where its head is reached from there, which is the network that the studio comes by, too.
  const isHere = /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
  const where = isHere ? ["--host", "127.0.0.1"] : ["--towards", hostname];
  const key = engine.jobKeyVariable === null ? [] : ["--key-variable", engine.jobKeyVariable];
  return {
    id: jobId,
    command: [
      ...[engine.python, "-m", "swirl_trainer", "serve-job", "--model", path, ...where],
      ...["--gpus", String(resources.gpus), "--lease-seconds", String(leaseSeconds), ...key],
    ],
    files,
    resources,
    metadata: { studio: "swirl-studio", serves: modelName },
  };
}
