/** `swirl check` */
import { formatCount, formatNumber } from "@/domain/format";
import type { Db } from "@/server/db";
import { type Checked, checkDatabase } from "@/server/services/check/check";
import { print, printJson } from "./print";
import { readArgs } from "./read-args";

const HELP = `Usage: swirl check [--json]
Looks whether everything in the database fits together: counts, hashes, compact rows, nothing orphaned or half-finished.
It changes nothing and may run beside the studio. Exit status 0: everything holds; 1: something does not.
  --json   one JSON object: {holds: true or false, checked: [{holds, violations, some}]}`;

export async function checkCommand(args: string[], db: Db): Promise<number> {
  const values = readArgs(args, { json: { type: "boolean" }, help: { type: "boolean", short: "h" } }, HELP);
  if (values.help) {
    print(HELP);
    return 0;
  }
  const stopping = new AbortController();
  process.once("SIGINT", () => stopping.abort(new Error("Stopped.")));
  const checked: Checked[] = [];
  for await (const one of checkDatabase(db, stopping.signal)) {
    checked.push(one);
    if (!values.json) print(inWords(one));
  }
  const broken = checked.filter(({ violations }) => violations > 0);
  if (values.json) printJson({ holds: broken.length === 0, checked });
  else if (broken.length === 0) print(`Everything holds: ${formatCount(checked.length, "check")}.`);
  else print(`${formatNumber(broken.length)} of ${formatCount(checked.length, "check")} failed.`);
  return broken.length === 0 ? 0 : 1;
}

function inWords({ holds, violations, some }: Checked): string {
  if (violations === 0) return `ok      ${holds}`;
  const more = violations > some.length ? `; and ${formatNumber(violations - some.length)} more` : "";
  return `BROKEN  ${holds}\n        ${some.join("; ")}${more}`;
}
