/** Ends a command that started or found work: waits for it unless told not to, and answers how it stands. */
import type { ParseArgsConfig } from "node:util";
import type { Db } from "@/server/db";
import { UsageError } from "../exit-status";
import { print, printJson } from "../print";
import { numberOf } from "../read-args";
import { WORK, type WorkKind } from "./kinds";
import { type Standing, untilOver } from "./until-over";

export const FINISH_OPTIONS = {
  "no-wait": { type: "boolean" },
  timeout: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const satisfies ParseArgsConfig["options"];

export const FINISH_HELP = `  --no-wait              starts it and prints its id
  --timeout SECONDS      waits at most so long; it goes on, and the exit status is 1
  --json                 one JSON object on standard output
Exit status 0: all done (--no-wait: started); 1: something failed, could not be started or was not over in time;
2: called wrongly; 3: nothing failed, but something was cancelled; 128 and more: ended by a signal, and the work goes on.`;

type Given = { "no-wait"?: boolean | undefined; timeout?: string | undefined; json?: boolean | undefined };

/** Before anything is started. Throws UsageError. */
export function readTimeout({ timeout }: Given): number | undefined {
  const seconds = numberOf("timeout", timeout);
  if (seconds !== undefined && seconds < 0) throw new UsageError(`--timeout takes seconds, not "${timeout}".`);
  return seconds;
}

/** Answers the exit status. */
export async function finish(db: Db, kind: WorkKind, id: number, given: Given): Promise<number> {
  const { noun, look } = WORK[kind];
  if (given["no-wait"]) {
    if (given.json) printJson((await look(db, id)).json);
    else print(`Started ${noun} ${id}.`);
    return 0;
  }
  const what = `${noun.charAt(0).toUpperCase()}${noun.slice(1)} ${id}`;
  const standing = await untilOver(db, what, () => look(db, id), readTimeout(given));
  if (given.json) printJson(standing.json);
  else print(textOf(standing));
  return standing.isOver ? standing.exit : 1;
}

const textOf = ({ isOver, text }: Standing) => (isOver ? text : `${text}\nIt was not over in time, and goes on.`);
