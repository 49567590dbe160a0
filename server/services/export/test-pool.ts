/** Random pools for tests of exports, with everything that real files have and text has at its worst. */
import fc from "fast-check";
import type { Message } from "@/domain/message";
import { EMPTY_POOL, type Pool } from "@/domain/pool";
import { StudioRecord, type StudioRecordInput } from "@/domain/studio-record";
import type { Db } from "@/server/db";
import { importFile } from "@/server/services/import/import-file";
import { openExport } from "./deliver";
import { getExport } from "./export-row";
import { prepareExport } from "./prepare";

/** Unicode, control characters, NUL, lone surrogates, what COPY and JSON escape. */
export const arbitraryText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "",
    "\u0000",
    "\ud800",
    "a\udc00b",
    "\u0001\u0002\u001f",
    "\n\r\t\u2028\u2029",
    "🙂",
    "\\N",
    "\\.",
    '"]}',
  ),
);
const text = arbitraryText;
const toolCall = fc.record({
  id: fc.option(text, { nil: undefined }),
  type: fc.constant("function"),
  function: fc.record({ name: fc.constantFrom("search", "calculator"), arguments: text }),
});
const action: fc.Arbitrary<Message> = fc.oneof(
  fc.record({ role: fc.constant("assistant"), content: fc.option(text) }),
  fc.record({
    content: text,
    role: fc.constant("assistant"),
    tool_calls: fc.array(toolCall, { minLength: 1, maxLength: 3 }),
    reasoning_content: text,
    unknown: fc.jsonValue(),
  }),
);
const observation: fc.Arbitrary<Message[]> = fc.array(
  fc.record({ role: fc.constant("tool"), tool_call_id: text, content: text }),
  { maxLength: 3 },
);
const rating = fc.constantFrom(1 as const, 1 as const, 1 as const, 0 as const, -1 as const, null);
const score = fc.option(fc.integer({ min: 0, max: 100 }));
const time = fc.constantFrom("2026-01-02T03:04:05.678901Z", "2025-12-31T23:59:59Z", null);

const ownStep = fc.record({
  action,
  observation: fc.option(observation),
  finishReason: fc.option(fc.constantFrom("stop", "length")),
  promptTokens: fc.option(fc.nat(1000)),
  /** undefined: no verdict on this step */
  verdict: fc.option(fc.record({ rating, score, rationale: fc.option(fc.string()) }), { nil: undefined, freq: 8 }),
});
const step = fc.tuple(ownStep, fc.option(action)).map(([one, raw]) => ({ ...one, ...(raw ? { raw } : {}) }));

export const arbitraryTrajectory = fc.record({
  prompt: fc.array(fc.record({ role: fc.constantFrom("system", "user"), content: text }), { maxLength: 3 }),
  tools: fc.option(fc.array(fc.record({ type: fc.constant("function"), name: text }), { maxLength: 2 })),
  steps: fc.array(step, { maxLength: 5 }),
  question: fc.integer({ min: 0, max: 2 }),
  judged: fc.boolean(),
  correct: fc.constantFrom(true, false, null),
  tokens: fc.option(fc.nat(5000)),
  metadata: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 2 }),
  at: time,
});
type Generated = typeof arbitraryTrajectory extends fc.Arbitrary<infer T> ? T : never;
export type RandomTrajectory = Omit<Generated, "prompt" | "tools"> & { prompt: Message[]; tools: unknown[] | null };

/** The records of a pool of its own: one question set, rollout run, judging run and labelling run named after `key`. */
export function recordsOf(key: string, trajectories: readonly RandomTrajectory[]): StudioRecordInput[] {
  const createdAt = "2026-03-04T05:06:07.123456Z";
  return [
    { type: "swirl-studio", version: 1 },
    { type: "corpus", key: `${key}-corpus`, name: "Passages" },
    { type: "passage", corpus: `${key}-corpus`, title: "Alone", text: "A passage of no question" },
    { type: "question-set", key: `${key}-set`, name: "Set", corpus: `${key}-corpus`, isSample: true },
    ...[0, 1, 2].map((question) => ({
      type: "question" as const,
      set: `${key}-set`,
      key: `q${question}`,
      text: `Question ${question}? 🙂`,
      answers: [`secret-answer-${question}`],
      metadata: { level: "hard", "10": 1 },
      passages: [{ title: "One", text: `Text ${question}`, supporting: true }],
    })),
    { type: "rollout-run", key: `${key}-run`, name: "Rollout", model: "toy", settings: { k: 5 }, createdAt },
    { type: "judging-run", key: `${key}-judge`, version: 1, name: `Judge ${key}`, judgeKind: "model", createdAt },
    { type: "judging-run", key: `${key}-judge`, version: 2, name: `Judge ${key}`, judgeKind: "model", createdAt },
    { type: "judging-run", key: `${key}-none`, version: 1, name: `Nothing ${key}`, judgeKind: "human", createdAt },
    { type: "labelling-run", key: `${key}-match`, version: 1, name: `Match ${key}`, labellerKind: "metric", createdAt },
    { type: "labelling-run", key: `${key}-none`, version: 1, name: `Nothing ${key}`, labellerKind: "human", createdAt },
    ...trajectories.map((one, sample) => trajectoryRecord(key, one, sample)),
  ];
}

function trajectoryRecord(key: string, one: RandomTrajectory, sample: number): StudioRecordInput {
  // Any figure from 0 to 1 with many digits
  const value = one.tokens === null ? null : one.tokens / 5000;
  return {
    type: "trajectory",
    run: `${key}-run`,
    set: `${key}-set`,
    question: `q${one.question}`,
    sample,
    endState: "answered",
    finalAnswer: "an answer",
    prompt: one.prompt,
    tools: one.tools,
    steps: one.steps.map(({ verdict: _, ...rest }) => rest),
    promptTokens: one.tokens,
    completionTokens: one.tokens,
    metadata: one.metadata,
    createdAt: one.at ?? "2026-01-01T00:00:00Z",
    verdicts: one.judged
      ? [
          { run: `${key}-judge`, version: 1, judgedAt: null, steps: verdictsOf(one).slice(0, 1) },
          { run: `${key}-judge`, version: 2, judgedAt: one.at, steps: verdictsOf(one) },
        ]
      : [],
    outcomes:
      one.correct === null
        ? []
        : [{ run: `${key}-match`, version: 1, correct: one.correct, value, reason: "because", labelledAt: one.at }],
  };
}

export function verdictsOf(one: RandomTrajectory) {
  return one.steps.flatMap(({ verdict }, index) => (verdict ? [{ step: index, ...verdict }] : []));
}

/** Imports JSONL and insists that all of it was used. */
export async function importLines(db: Db, jsonl: Buffer): Promise<void> {
  const body = (async function* () {
    yield jsonl;
  })();
  const report = await importFile(db, { fileName: "pool.jsonl", body, totalBytes: jsonl.length });
  if (report.status !== "done" || report.rejected > 0)
    throw new Error(`import ${report.status}, ${report.rejected} rejected: ${report.message}`);
}

/** An export in the studio's own format; without a pool, of the whole studio. */
export async function exportStudio(db: Db, pool: Pool = EMPTY_POOL): Promise<Buffer> {
  const request = { format: "swirl", pool, mode: "none", file: "jsonl", gzip: false } as const;
  const { id, chunks } = await openExport(db, await prepareExport(db, request));
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  const state = await getExport(db, id);
  if (state.status !== "done" || state.rows !== state.expectedRows)
    throw new Error(`export ${state.status}, ${state.rows} rows of ${state.expectedRows}`);
  return Buffer.concat(parts);
}

export const recordsIn = (content: Buffer) =>
  content
    .toString("utf8")
    .split("\n")
    .slice(0, -1)
    .map((line) => StudioRecord.parse(JSON.parse(line)));

export const toJsonl = (records: readonly unknown[]) =>
  Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(""));
