/** `swirl wait` */
import type { Db } from "@/server/db";
import { resolveRun } from "@/server/services/runs";
import { UsageError } from "./exit-status";
import { print } from "./print";
import { readWords } from "./read-args";
import { FINISH_OPTIONS, finish, readTimeout } from "./work/finish";
import { isWorkKind, WORK, WORK_KINDS } from "./work/kinds";

const HELP = `Usage: swirl wait KIND ID|NAME [--timeout SECONDS] [--json]
Waits until something has ended, through a restart of the studio or its database too, and prints how. A paused run has not
ended. NAME is as written; NAME@2 is the second version, an id works too.
  KIND                   ${WORK_KINDS.join(", ")}
  --timeout SECONDS      waits at most so long; 0 looks once
  --json                 one JSON object on standard output
Exit status 0: all done; 1: something failed, is not there or was not over in time; 2: called wrongly; 3: nothing failed,
but something was cancelled or stopped.`;

const { "no-wait": _, ...OPTIONS } = FINISH_OPTIONS;

export async function waitCommand(args: string[], db: Db): Promise<number> {
  const { values, positionals } = readWords(args, OPTIONS, HELP);
  if (values.help) {
    print(HELP);
    return 0;
  }
  const [kind, name, ...others] = positionals;
  if (kind === undefined || name === undefined || others.length > 0)
    throw new UsageError(`Say what to wait for: a kind, and an id or a name.\n\n${HELP}`);
  if (!isWorkKind(kind))
    throw new UsageError(`There is no "${kind}" to wait for: it is one of ${WORK_KINDS.join(", ")}.`);
  readTimeout(values);
  const { id } = await resolveRun(db.pool, WORK[kind].noun, name);
  return finish(db, kind, id, values);
}
