/**
 * Writes sub-trajectories as JSONL (docs/export.md). Messages are copied as the bytes the database holds; the context of
 * a step is that of the step before with one action and observation more, so each message is read once.
 */
import { type TrainingSelection, TrainingSource } from "@/domain/training-row";
import { SUB_TRAJECTORY_ROWS } from "@/server/queries/export/sub-trajectory-rows";
import { BlockWriter, GrowingBytes } from "./blocks";
import type { CopyRow } from "./copy-rows";
import { itemsOf, onOneLine } from "./json-bytes";
import type { Snapshot } from "./snapshot";

const OPEN = Buffer.from('{"prompt":[');
const MIDDLE = Buffer.from('],"completion":[');
const COMMA = Buffer.from(",");

/** Yields blocks of lines; `onRow` is called once a line. Memory is bounded however long a context is. */
export async function* writeSubTrajectories(
  snapshot: Snapshot,
  selection: TrainingSelection,
  onRow: () => void,
): AsyncGenerator<Buffer> {
  const writer = new BlockWriter();
  const context = new GrowingBytes();
  let ending = Buffer.alloc(0);
  try {
    for await (const rows of snapshot.rows(SUB_TRAJECTORY_ROWS)) {
      for (const row of rows) {
        const step = readStep(row);
        if (step.first) {
          context.clear();
          addItems(context, step.first.prompt);
          ending = endingOf(step.trajectory, step.first, selection);
        }
        yield* writer.write(line(context, step, ending));
        onRow();
        addItems(context, step.action);
        addItems(context, itemsOf(step.observation));
      }
    }
    yield writer.take();
  } finally {
    context.close();
  }
}

function* line(context: GrowingBytes, step: { action: Buffer; verdict: Buffer }, ending: Buffer): Generator<Buffer> {
  yield OPEN;
  yield* context.pieces();
  yield MIDDLE;
  yield step.action;
  yield step.verdict;
  yield ending;
}

type FirstStep = { prompt: Buffer; tools: Buffer | null; outcome: string; source: TrainingSource };

function readStep(row: CopyRow) {
  const [trajectory, idx, action, observation = null, rating, score, prompt, tools = null, outcome, source] = row;
  if (!trajectory || !idx || !action) throw new Error("A step has no action.");
  const step = text(idx);
  const verdict = `],"step":${step},"rating":${rating ? text(rating) : null},"score":${score ? text(score) : null},`;
  const first: FirstStep | null =
    prompt && outcome && source
      ? {
          prompt: itemsOf(prompt),
          tools,
          outcome: text(outcome),
          source: TrainingSource.parse(JSON.parse(text(source))),
        }
      : null;
  return { trajectory: text(trajectory), action: onOneLine(action), observation, verdict: Buffer.from(verdict), first };
}

/** The end of every line of one trajectory. */
function endingOf(trajectory: string, first: FirstStep, selection: TrainingSelection): Buffer<ArrayBuffer> {
  const fields = {
    tools: first.tools === null ? null : text(first.tools),
    outcome: first.outcome,
    trajectory: Number(trajectory),
    ...first.source,
    ...selection,
  };
  return Buffer.from(`${JSON.stringify(fields).slice(1)}\n`);
}

function addItems(context: GrowingBytes, items: Buffer): void {
  if (items.length === 0) return;
  if (context.length > 0) context.append(COMMA);
  context.append(items);
}

function text(bytes: Buffer): string {
  return bytes.toString("utf8");
}
