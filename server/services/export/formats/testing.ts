/** For tests of export formats: exports of pools, read back from both kinds of file. */
import fc from "fast-check";
import { parquetReadObjects } from "hyparquet";
import { FilterMode, keeps, type Outcome } from "@/domain/filter";
import type { Message } from "@/domain/message";
import { EMPTY_POOL, type Pool } from "@/domain/pool";
import { summariseVerdicts } from "@/domain/verdict";
import type { Db } from "@/server/db";
import { resolveRun } from "@/server/services/runs";
import { openExport } from "../deliver";
import { type ExportState, getExport } from "../export-row";
import { prepareExport } from "../prepare";
import type { AskedExport } from "../request";
import { arbitraryTrajectory, importLines, type RandomTrajectory, recordsOf, toJsonl, verdictsOf } from "../test-pool";

/** Imports trajectories as a pool whose names begin with `key`. */
export async function importPool(db: Db, key: string, trajectories: readonly RandomTrajectory[]): Promise<Pool> {
  await importLines(db, toJsonl(recordsOf(key, trajectories)));
  const run = await resolveRun(db.pool, "rollout run", `${key}-run`);
  const judge = await resolveRun(db.pool, "judging run", `${key}-judge`);
  return { ...EMPTY_POOL, runs: [run.id], judge: judge.id };
}

export type Exported = { content: Buffer; state: ExportState };

export async function exportOf(db: Db, request: AskedExport): Promise<Exported> {
  const { id, chunks } = await openExport(db, await prepareExport(db, request));
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return { content: Buffer.concat(parts), state: await getExport(db, id) };
}

export const linesOf = (content: Buffer): string[] => content.toString("utf8").split("\n").slice(0, -1);

/** The rows of a Parquet file without the fields that are null, and with plain numbers: as JSON Lines have them. */
export async function parquetRows(content: Buffer): Promise<unknown[]> {
  const file = content.buffer.slice(content.byteOffset, content.byteOffset + content.length) as ArrayBuffer;
  return (await parquetReadObjects({ file })).map(withoutNulls);
}

export function withoutNulls(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([, field]) => field !== null && field !== undefined);
  return Object.fromEntries(kept.map(([name, field]) => [name, withoutNulls(field)]));
}

export const outcomeOf = (one: RandomTrajectory): Outcome =>
  one.correct === null ? "unlabelled" : one.correct ? "correct" : "incorrect";

/** What a filter mode keeps, worked out from the trajectories themselves. */
export const keptBy = (mode: FilterMode, trajectories: readonly RandomTrajectory[]) =>
  trajectories.filter((one) =>
    keeps(mode, summariseVerdicts(one.judged ? verdictsOf(one) : [], one.steps.length).process, outcomeOf(one)),
  );

/** A verdict's rating; null for none. */
export const ratingOf = (one: RandomTrajectory, step: number) =>
  (one.judged ? one.steps[step]?.verdict?.rating : null) ?? null;

export const MODES = FilterMode.options;

const PROMPTS: Message[][] = [
  [
    { role: "system", content: "Search, then answer." },
    { role: "user", content: "Who?" },
  ],
  [{ role: "user", content: "When? \u0000 \ud800" }],
];
const calls = (id: string, name: string, given: unknown): Message => ({
  role: "assistant",
  content: null,
  tool_calls: [{ id, type: "function", function: { name, arguments: given } }],
});
const searches = (id: string, query: string) => calls(id, "search", JSON.stringify({ query }));
/** The arguments as an object, whose id is part of what is done. */
const opens = (id: string, page: string) => calls(id, "open", { id: page, note: '\\u0000 " \\\\ \u0000 \ud800' });
const ACTIONS: Message[] = [
  { role: "assistant", content: "<answer>42</answer>" },
  { role: "assistant", content: "I do not know.", extra: { a: [1, null] } },
  searches("call_1", "who"),
  searches("call_2", "who"),
  searches("call_3", "who else"),
  opens("call_4", "a"),
  opens("call_5", "b"),
];
const OBSERVATION: Message[] = [{ role: "tool", tool_call_id: "call", content: "Nobody." }];

/** Pools whose trajectories often share contexts and actions; the first was judged reasonable. */
export const arbitrarySharing: fc.Arbitrary<RandomTrajectory[]> = fc
  .array(fc.tuple(arbitraryTrajectory, fc.array(fc.nat(6), { minLength: 5, maxLength: 5 }), fc.nat(3)), {
    maxLength: 10,
  })
  .map((all) => [
    judgedStep("judged"),
    ...all.map(([one, choices, prompt]) => ({
      ...one,
      prompt: PROMPTS[prompt] ?? PROMPTS[0] ?? [],
      tools: prompt === 3 ? [{ type: "function", name: "search" }] : null,
      steps: one.steps.map((step, index) => ({
        ...step,
        action: ACTIONS[choices[index] ?? 0] ?? step.action,
        observation: index + 1 < one.steps.length ? OBSERVATION : null,
      })),
    })),
  ]);

/** One step, judged reasonable, of a question answered correctly. */
export function judgedStep(content: string): RandomTrajectory {
  const verdict = { rating: 1, score: null, rationale: null } as const;
  const action = { role: "assistant", content };
  return {
    prompt: [{ role: "user", content: "?" }],
    tools: null,
    steps: [{ action, observation: null, finishReason: null, promptTokens: null, verdict }],
    question: 0,
    judged: true,
    correct: true,
    tokens: null,
    metadata: {},
    at: null,
  };
}

/** Of the known pool alone: what random trajectories say of the same action must not undo its pair. */
const KNOWN_PROMPT: Message[] = [{ role: "user", content: "Which?" }];

/** One step in a context that all of these share, with the action and rating given. */
const sharedStep = (action: Message, rating: 1 | 0 | -1 | null): RandomTrajectory => {
  const [step] = judgedStep("").steps;
  const verdict = rating === null ? undefined : { rating, score: 50 + 40 * rating, rationale: null };
  return { ...judgedStep(""), prompt: KNOWN_PROMPT, steps: step ? [{ ...step, action, verdict }] : [] };
};

/** A pool that every format has rows of. Its one pair is the answer against the second search. */
export const KNOWN_POOL: readonly RandomTrajectory[] = [
  sharedStep(searches("call_1", "who"), 1),
  sharedStep(searches("call_2", "who"), -1),
  sharedStep({ role: "assistant", content: "Perhaps." }, 0),
  sharedStep({ role: "assistant", content: "<answer>42</answer>" }, 1),
  sharedStep(searches("call_3", "who else"), -1),
  sharedStep(searches("call_4", "who else"), -1),
  sharedStep({ role: "assistant", content: "Not judged." }, null),
];

/** Two pages opened in one context, one of them rightly; and both again, under other ids of the calls. */
export const OPENED_POOL: readonly RandomTrajectory[] = [
  sharedStep(opens("call_1", "a"), 1),
  sharedStep(opens("call_2", "b"), -1),
  sharedStep(opens("call_3", "a"), 1),
  sharedStep(opens("call_4", "b"), -1),
];

/** Values by what `key` says of them, in the order of their first (Map.groupBy is newer than Node 20). */
export function grouped<T>(values: readonly T[], key: (value: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const value of values) groups.set(key(value), [...(groups.get(key(value)) ?? []), value]);
  return [...groups.values()];
}
