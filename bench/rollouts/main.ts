/** npm run bench:rollouts -- [--json] [--long]: brings its own database, and leaves nothing behind. */
import { migrate } from "@/scripts/migrate.mjs";
import { openDatabase } from "@/scripts/postgres.mjs";
import { makeCheckout, REPOSITORY } from "@/scripts/testing/checkout";
import { measure } from "./measure";
import type { Report, Sizes } from "./words";

const SIZES: Sizes = { pairs: 3, questions: 2_000 };
/** Runs of 20,000 rollouts. */
const LONG: Sizes = { pairs: 2, questions: 4_000 };

const args = process.argv.slice(2);
const unknown = args.find((arg) => !["--json", "--long"].includes(arg));
if (unknown !== undefined) {
  console.error(`Unknown: ${unknown}. Usage: npm run bench:rollouts -- [--json] [--long]`);
  process.exit(2);
}

const checkout = makeCheckout();
// The studio's own settings of PostgreSQL: what is confirmed is on disk.
const database = await openDatabase({ root: checkout.root, given: "" });
try {
  await migrate({ url: database.url, root: REPOSITORY });
  const report = await measure(database.url, args.includes("--long") ? LONG : SIZES, (line) => console.error(line));
  if (args.includes("--json")) console.log(JSON.stringify(report));
  else console.log(inWords(report));
} finally {
  await database.close();
  checkout.remove();
}

function inWords({ ratio, engine, bare, trajectories, completions, memory, cpu }: Report): string {
  const lines = [
    `The engine makes ${engine} completions a second, the bare generator ${bare}: a ratio of ${ratio}.`,
    `${completions} completions for ${trajectories} trajectories, all committed.`,
  ];
  if (memory) lines.push(`The worker's memory: ${memory.first} MB, later ${memory.last} MB, at most ${memory.max} MB.`);
  if (cpu) lines.push(`CPU: worker ${cpu.worker}, server ${cpu.server} of one core.`);
  return lines.join("\n");
}
