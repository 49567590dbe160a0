import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chatMessage } from "@/domain/export/chat-message";
import type { FilterMode } from "@/domain/filter";
import { contextText, messageBody } from "@/domain/judging/prompt";
import type { Message } from "@/domain/message";
import type { Pool } from "@/domain/pool";
import { decompose, episodeMessages } from "@/domain/trajectory";
import { connect, type Db } from "@/server/db";
import { comparePool } from "@/server/queries/compare/compare-pool";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { propertyRuns } from "@/server/testing/properties";
import { ExportFormatName } from "../request";
import type { RandomTrajectory } from "../test-pool";
import { EXPORT_FORMATS } from "./registry";
import {
  arbitrarySharing,
  exportOf,
  grouped,
  importPool,
  KNOWN_POOL,
  keptBy,
  linesOf,
  MODES,
  OPENED_POOL,
  outcomeOf,
  parquetRows,
  ratingOf,
  withoutNulls,
} from "./testing";

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

type Row = Record<string, unknown>;
type Step = { one: RandomTrajectory; sample: number; step: number; context: Message[]; action: Message; key: string };

const chat = (messages: readonly Message[]) => messages.map((message) => chatMessage(message));
const toolsOf = ({ tools }: RandomTrajectory) => (tools ? JSON.stringify(tools) : null);

/** Every step of the kept trajectories in order; equal keys are equal contexts. */
function stepsOf(kept: readonly RandomTrajectory[], all: readonly RandomTrajectory[]): Step[] {
  return kept.flatMap((one) =>
    decompose(one).map(({ step, context, action }) => ({
      ...{ one, sample: all.indexOf(one), step, context, action },
      key: JSON.stringify([one.tools, context]),
    })),
  );
}

function distinct(steps: readonly Step[]): (Step & { count: number })[] {
  return grouped(steps, ({ key }) => key).flatMap((same) =>
    same.slice(0, 1).map((first) => ({ ...first, count: same.length })),
  );
}

const answersOf = ({ question }: RandomTrajectory) => [`secret-answer-${question}`];
const questionText = ({ question }: RandomTrajectory) => `Question ${question}? 🙂`;

/** Each pair as its steps, by the rule that docs/export.md gives. */
function pairs(steps: readonly Step[]): { chosen: Step; rejected: Step }[] {
  const found = grouped(steps, ({ key }) => key).flatMap((same) => {
    const judged = same.filter(({ one, step }) => ratingOf(one, step) !== null);
    const actions = grouped(judged, ({ action }) => JSON.stringify(withoutIds(action)));
    const of = (wanted: number) =>
      actions
        .filter((equal) => equal.every(({ one, step }) => ratingOf(one, step) === wanted))
        .flatMap(([a]) => a ?? []);
    const rejected = of(-1);
    return of(1).flatMap((chosen, rank) => (rejected[rank] ? [{ chosen, rejected: rejected[rank] }] : []));
  });
  return found.sort((a, b) => a.chosen.sample - b.chosen.sample || a.chosen.step - b.chosen.step);
}

const withoutIds = (action: Message) => ({
  ...action,
  tool_calls: action.tool_calls?.map((call) => ({ ...call, id: undefined })),
});

/** The columns that say what a row is, worked out from the trajectories themselves. */
const EXPECTED: Partial<Record<ExportFormatName, (kept: RandomTrajectory[], all: RandomTrajectory[]) => Row[]>> = {
  "trl-prompt-completion": (kept, all) =>
    stepsOf(kept, all).map(({ one, sample, step, context, action }) => ({
      ...{ prompt: chat(context), completion: chat([action]), tools: toolsOf(one), sample, step },
      rating: ratingOf(one, step),
      outcome: outcomeOf(one),
      question_key: `q${one.question}`,
    })),
  "trl-prompt-only": (kept, all) =>
    distinct(stepsOf(kept, all)).map(({ one, sample, step, context, count }) => ({
      ...{ prompt: chat(context), tools: toolsOf(one), question_text: questionText(one), sample, step, count },
      outcome: outcomeOf(one),
      question_key: `q${one.question}`,
    })),
  "trl-preference": (kept, all) =>
    pairs(stepsOf(kept, all)).map(({ chosen, rejected }) => ({
      ...{ prompt: chat(chosen.context), chosen: chat([chosen.action]), rejected: chat([rejected.action]) },
      ...{ tools: toolsOf(chosen.one), sample: chosen.sample, step: chosen.step, rejected_step: rejected.step },
      chosen_score: chosen.one.steps[chosen.step]?.verdict?.score ?? null,
      rejected_score: rejected.one.steps[rejected.step]?.verdict?.score ?? null,
      question_text: questionText(chosen.one),
    })),
  "trl-stepwise": (kept, all) =>
    kept.flatMap((one) => {
      const ratings = one.steps.map((_, step) => ratingOf(one, step));
      const judged = ratings.slice(0, ratings.includes(null) ? ratings.indexOf(null) : undefined);
      if (judged.length === 0) return [];
      const completions = judged.map((_, step) =>
        contextText([...(one.steps[step - 1]?.observation ?? []), one.steps[step]?.action ?? { role: "?" }]),
      );
      return [
        {
          prompt: contextText(one.prompt).toWellFormed(),
          completions: completions.map((text) => text.toWellFormed()),
          labels: judged.map((rating) => rating !== -1),
          ratings: judged,
          ...{ steps: one.steps.length, outcome: outcomeOf(one), sample: all.indexOf(one) },
        },
      ];
    }),
  openai: (kept) =>
    kept
      .filter(({ steps }) => steps.length > 0)
      .map((one) => ({ messages: chat(episodeMessages(one)), ...(one.tools ? { tools: one.tools } : {}) })),
  verl: (kept, all) =>
    distinct(stepsOf(kept, all)).map(({ one, context, step, count }, index) => ({
      ...{ prompt: chat(context), ability: "qa", tools: toolsOf(one) },
      reward_model: { style: "rule", ground_truth: answersOf(one)[0] },
      extra_info: expect.objectContaining({
        ...{ split: "train", index, question: questionText(one), answers: answersOf(one), step, count },
        ...{ question_key: `q${one.question}`, outcome: outcomeOf(one) },
      }),
    })),
  openrlhf: (kept, all) => distinct(stepsOf(kept, all)).map(({ context }) => ({ input: chat(context) })),
  prm800k: (kept) =>
    kept
      .filter((one) => one.steps.some((_, step) => ratingOf(one, step) !== null))
      .map((one) => ({
        question: {
          ...{ problem: questionText(one), ground_truth_answer: answersOf(one)[0] },
          pre_generated_answer: "an answer",
        },
        label: {
          steps: one.steps.map(({ action, observation }, step) => ({
            completions: [{ text: messageBody(action).toWellFormed(), rating: ratingOf(one, step) }],
            chosen_completion: 0,
            observation: observation?.length ? contextText(observation).toWellFormed() : null,
          })),
          finish_reason: one.steps.some((_, step) => ratingOf(one, step) === -1) ? "found_error" : "solution",
        },
      })),
  processbench: (kept) =>
    kept.flatMap((one) => {
      const ratings = one.steps.map((_, step) => ratingOf(one, step));
      const label = ratings.indexOf(-1);
      if (ratings.length === 0 || ratings.slice(0, label < 0 ? undefined : label).includes(null)) return [];
      const texts = one.steps.map(({ action }, step) =>
        contextText([...(one.steps[step - 1]?.observation ?? []), action]).toWellFormed(),
      );
      const correct = one.correct === null ? {} : { final_answer_correct: one.correct };
      return [{ problem: questionText(one), steps: texts, label, ...correct }];
    }),
};

const request = (format: ExportFormatName, pool: Pool, mode: FilterMode) =>
  ({ format, pool, mode, file: "jsonl", gzip: false }) as const;
const names = Object.keys(EXPECTED).map((name) => ExportFormatName.parse(name));

describe("formats", () => {
  test("hold what the trajectories say, in JSON Lines and in Parquet", async () => {
    let pools = 0;
    const property = fc.asyncProperty(arbitrarySharing, fc.constantFrom(...MODES), async (all, mode) => {
      pools += 1;
      const pool = await importPool(db, `f${pools}`, all);
      for (const name of names) {
        const expected = EXPECTED[name]?.(keptBy(mode, all), all) ?? [];
        if (expected.length === 0) {
          await expect(exportOf(db, request(name, pool, mode)), name).rejects.toThrow(
            / The mode |^There is no pair|^The mode /,
          );
          continue;
        }
        const { content, state } = await exportOf(db, request(name, pool, mode));
        const rows: Row[] = linesOf(content).map((line) => JSON.parse(line));
        expect(state, name).toMatchObject({ status: "done", expectedRows: expected.length, rows: expected.length });
        expect(rows, name).toEqual(expected.map((row) => expect.objectContaining(row)));
        const columns = EXPORT_FORMATS[name].columns.map((column) => column.name);
        for (const row of rows) expect(columns, name).toEqual(expect.arrayContaining(Object.keys(row)));

        const parquet = await exportOf(db, { ...request(name, pool, mode), file: "parquet" });
        const inColumns = rows.map((row) => EXPORT_FORMATS[name].fromLine?.(JSON.stringify(row)) ?? row);
        expect(await parquetRows(parquet.content), name).toEqual(inColumns.map(withoutNulls));
        expect(parquet.state, name).toMatchObject({
          rows: expected.length,
          bytes: parquet.content.length,
          sha256: createHash("sha256").update(parquet.content).digest("hex"),
        });
      }
    });
    await fc.assert(property, { numRuns: propertyRuns(6) });
  }, 120_000);

  test("have as many rows as the compare page says", async () => {
    const all = fc.sample(arbitrarySharing, 5).flat();
    const pool = await importPool(db, "counted", all);
    const { modes } = await comparePool(db, pool);
    const { none } = modes;
    for (const [name, expected] of [
      ["sub-trajectories", none.subTrajectories],
      ["trl-prompt-completion", none.subTrajectories],
      ["trl-prompt-only", none.distinctContexts],
      ["verl", none.distinctContexts],
      ["openrlhf", none.distinctContexts],
    ] as const)
      expect((await exportOf(db, request(name, pool, "none"))).state.rows, name).toBe(expected);
  });

  test("pair actions that were told apart, each once", async () => {
    const pool = await importPool(db, "known", KNOWN_POOL);
    const { content } = await exportOf(db, request("trl-preference", pool, "none"));
    const rows: Row[] = linesOf(content).map((line) => JSON.parse(line));
    // The search for "who" was ruled both ways; the later search for "who else" is the one before again.
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      chosen: [{ content: "<answer>42</answer>" }],
      chosen_score: 90,
      rejected_score: 10,
    });
    expect(JSON.stringify(rows[0]?.rejected)).toContain("call_3");
    const process = exportOf(db, request("trl-preference", pool, "process"));
    await expect(process).rejects.toThrow("The mode process keeps no unreasonable step");
  });

  test("tell actions apart by an argument that is called id, not by the ids of their calls", async () => {
    const pool = await importPool(db, "opened", OPENED_POOL);
    const { content } = await exportOf(db, request("trl-preference", pool, "none"));
    const rows: Row[] = linesOf(content).map((line) => JSON.parse(line));
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows[0]?.chosen)).toContain("call_1");
    expect(JSON.stringify(rows[0]?.rejected)).toContain("call_2");
  });

  test("keep accepted answers out of everything a model is shown", async () => {
    const pool = await importPool(db, "secret", [...KNOWN_POOL, ...fc.sample(arbitrarySharing, 3).flat()]);
    for (const name of names) {
      const rows: Row[] = linesOf((await exportOf(db, request(name, pool, "none"))).content).map((line) =>
        JSON.parse(line),
      );
      for (const { label, question, reward_model, extra_info, ...shown } of rows)
        expect(JSON.stringify(shown).includes("secret-answer"), name).toBe(false);
    }
  });

  test("asked for twice are the same bytes, gzipped too", async () => {
    const pool = await importPool(db, "twice", [...KNOWN_POOL, ...fc.sample(arbitrarySharing, 3).flat()]);
    for (const name of names) {
      const asked = request(name, pool, "none");
      const [lines, again, gzipped] = [
        await exportOf(db, asked),
        await exportOf(db, asked),
        await exportOf(db, { ...asked, gzip: true }),
      ];
      expect(again.content.equals(lines.content), name).toBe(true);
      expect(gunzipSync(gzipped.content).equals(lines.content), name).toBe(true);
      expect(gzipped.state.sha256, name).toBe(lines.state.sha256);
      const [first, second] = [
        await exportOf(db, { ...asked, file: "parquet" }),
        await exportOf(db, { ...asked, file: "parquet" }),
      ];
      expect(second.content.equals(first.content), name).toBe(true);
    }
  });
});
