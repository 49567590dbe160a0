/** `swirl sample load|remove` */
import type { Db } from "@/server/db";
import { loadSamplePool } from "@/server/services/sample/load";
import { removeSamplePool } from "@/server/services/sample/remove";
import { UsageError } from "./exit-status";
import { print, printJson } from "./print";
import { readWords } from "./read-args";

const HELP = `Usage: swirl sample load|remove [--json]
Loads the sample pool, a recorded round of the lab, or takes it away again.
  --if-first-start       loads it only into a studio that never had one
  --json                 one JSON object on standard output`;

const OPTIONS = {
  "if-first-start": { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

export async function sampleCommand(args: string[], db: Db): Promise<number> {
  const { values, positionals } = readWords(args, OPTIONS, HELP);
  if (values.help) {
    print(HELP);
    return 0;
  }
  const [verb, ...others] = positionals;
  if ((verb !== "load" && verb !== "remove") || others.length > 0)
    throw new UsageError(`say \`swirl sample load\` or \`swirl sample remove\`\n\n${HELP}`);
  const said = verb === "load" ? await load(db, values["if-first-start"] ?? false) : await remove(db);
  if (values.json) printJson(said.json);
  else if (said.text !== null) print(said.text);
  return 0;
}

type Said = { json: unknown; text: string | null };

async function load(db: Db, onlyOnFirstStart: boolean): Promise<Said> {
  const json = await loadSamplePool(db, { onlyOnFirstStart });
  if (json === null) return { json, text: null };
  if (json.trajectories === 0) return { json, text: "The sample pool is there already" };
  return { json, text: `Loaded the sample pool, a recorded round of the lab: ${json.trajectories} trajectories` };
}

async function remove(db: Db): Promise<Said> {
  const json = await removeSamplePool(db);
  return { json, text: `Removed ${json.trajectories} trajectories on ${json.questions} questions of the sample pool` };
}
