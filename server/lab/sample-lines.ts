/** A recorded round's lines as they are kept in the repository: marked as the sample, and nothing of the machine in them. */

/** Types of records that say of themselves whether they came with the studio. */
const MARKED = new Set([
  "question-set",
  "rollout-run",
  "judging-run",
  "labelling-run",
  "model",
  "training-run",
  "eval-matrix",
]);

/** Text of the machine and what stands for it; where one begins with another, the longer first. */
export type Replacement = readonly [found: string, written: string];

/**
 * @param lines of the own format, each without its end
 * @throws Error where one of `traces` is left, with the record's type and the text around it
 */
export function prepareLines(
  lines: Iterable<string>,
  replacements: readonly Replacement[],
  traces: readonly string[],
): { jsonl: string; counts: Record<string, number> } {
  const counts: Record<string, number> = {};
  let jsonl = "";
  for (const line of lines) {
    const record: { type: string; isSample?: boolean } = JSON.parse(line);
    if (MARKED.has(record.type)) record.isSample = true;
    const written = replacements.reduce((text, [from, to]) => text.replaceAll(from, to), JSON.stringify(record));
    refuseTraces(record.type, written, traces);
    counts[record.type] = (counts[record.type] ?? 0) + 1;
    jsonl += `${written}\n`;
  }
  return { jsonl, counts };
}

function refuseTraces(type: string, line: string, traces: readonly string[]): void {
  for (const trace of traces) {
    const at = line.indexOf(trace);
    if (at < 0) continue;
    const around = line.slice(Math.max(0, at - 80), at + trace.length + 80);
    throw new Error(`A ${type} record still holds "${trace}": … ${around} …`);
  }
}
