import type { Endpoint } from "@/domain/endpoint";
import { StudioError } from "@/domain/errors";

/** One run is one model's: what another model wrote would pass for its work. `began`: the name it was served under then. */
export function requireSameModel({ name, servedName }: Endpoint, began: string, kind: string): void {
  if (servedName === began) return;
  throw new StudioError(
    "precondition",
    `The endpoint "${name}" now serves "${servedName}", but this run began with "${began}": set the endpoint back and resume, or start a new ${kind} run.`,
  );
}
