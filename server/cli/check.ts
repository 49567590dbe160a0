/** `swirl check` */
import { formatCount, formatNumber } from "@/domain/format";
import type { Db } from "@/server/db";
import { type Checked, checkDatabase } from "@/server/services/check/check";
import { forTerminal } from "./for-terminal";
import { readArgs } from "./pool-options";

const HELP = `Usage: swirl check [--json]
Looks whether everything in the database fits together: counts, hashes, compact rows, nothing orphaned or half-finished.
It changes nothing and may run beside the studio. Exit status 0: everything holds; 1: something does not.
  --json   one JSON object: {holds: true or false, checked: [{holds, violations, some}]}`;

export async function checkCommand(args: string[], db: Db): Promise<number> {
  const values = readArgs(args, { json: { type: "boolean" }, help: { type: "boolean", short: "h" } }, HELP);
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const stopping = new AbortController();
  process.once("SIGINT", () => stopping.abort(new Error("Stopped.")));
  const checked: Checked[] = [];
  for await (const one of checkDatabase(db, stopping.signal)) {
    checked.push(one);
    if (!values.json) console.log(forTerminal(inWords(one)));
  }
  const broken = checked.filter(({ violations }) => violations > 0);
  if (values.json) console.log(JSON.stringify({ holds: broken.length === 0, checked }));
  else if (broken.length === 0) console.log(`Everything holds: ${formatCount(checked.length, "check")}.`);
  else console.log(`${formatNumber(broken.length)} of ${formatCount(checked.length, "check")} failed.`);
  return broken.length === 0 ? 0 : 1;
}

function inWords({ holds, violations, some }: Checked): string {
  if (violations === 0) return `ok      ${holds}`;
  const more = violations > some.length ? `; and ${formatNumber(violations - some.length)} more` : "";
  return `BROKEN  ${holds}\n        ${some.join("; ")}${more}`;
}
