import { isDeepStrictEqual } from "node:util";
import type { Endpoint } from "@/domain/endpoint";
import { StudioError } from "@/domain/errors";

type Began = Pick<Endpoint, "servedName"> & Partial<Pick<Endpoint, "extraBody">>;

/**
 * One run is one model's, asked in one way: what another wrote would pass for its work. `began`: how the run's settings
 * say that it was served. The address may change: a server moves.
 */
export function requireSameModel({ name, servedName, extraBody }: Endpoint, began: Began, kind: string): void {
  const either = `set the endpoint back and resume, or start a new ${kind} run.`;
  if (servedName !== began.servedName)
    throw new StudioError(
      "precondition",
      `The endpoint "${name}" now serves "${servedName}", but this run began with "${began.servedName}": ${either}`,
    );
  if (began.extraBody && !isDeepStrictEqual(extraBody, began.extraBody))
    throw new StudioError(
      "precondition",
      `The further fields of the endpoint "${name}" are not those that this run began with: ${either}`,
    );
}
