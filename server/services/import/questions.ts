/** Writes questions and their passages; what is there stays as it is, and only gaps are filled. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { RecordOf } from "@/domain/studio-record";
import { copyRows, plainText, takeIds } from "./copy";
import type { Load, Pending } from "./load";

type QuestionRecord = RecordOf<"question">;
type Passage = { title: string; text: string };

const QuestionRow = z.object({
  id: z.int(),
  question_set_id: z.int(),
  key: z.string(),
  text: z.string(),
  answers: z.array(z.string()),
  lacks_solution: z.boolean(),
  lacks_passages: z.boolean(),
});
type QuestionRow = z.infer<typeof QuestionRow>;

/** Names a question inside one import: its set's id and its key. */
export const questionName = (setId: number, key: string) => `${setId}\n${plainText(key)}`;

/** Ids of questions by `questionName`, for the ones that are there. */
export async function findQuestions(
  load: Load,
  wanted: { setId: number; key: string }[],
): Promise<Map<string, QuestionRow>> {
  if (wanted.length === 0) return new Map();
  const { rows } = await load.client.query(
    `SELECT q.id, q.question_set_id, q.key, q.text, q.answers, q.solution IS NULL AS lacks_solution,
       NOT EXISTS (SELECT 1 FROM question_passage p WHERE p.question_id = q.id) AS lacks_passages
     FROM unnest($1::int[], $2::text[]) AS w (set_id, key)
     JOIN question q ON q.question_set_id = w.set_id AND q.key = w.key`,
    [wanted.map((item) => item.setId), wanted.map((item) => plainText(item.key))],
  );
  return new Map(
    z
      .array(QuestionRow)
      .parse(rows)
      .map((row) => [questionName(row.question_set_id, row.key), row]),
  );
}

/** Writes a batch. A question that differs from the one already there under its key is put aside. */
export async function loadQuestions(load: Load, pending: Pending<QuestionRecord>[]): Promise<void> {
  const resolved: (Pending<QuestionRecord> & { setId: number; corpusId: number | null })[] = [];
  for (const item of pending) {
    const set = await load.references.questionSet(item.record.set);
    const hasPassages = (item.record.passages?.length ?? 0) > 0;
    if (set && hasPassages) await load.references.giveCorpus(item.record.set, set);
    if (set) resolved.push({ ...item, setId: set.id, corpusId: set.corpusId });
    else load.reject(item.origin, `the question set "${item.record.set}" is not in the file or the studio`);
  }
  const present = await findQuestions(
    load,
    resolved.map((item) => ({ setId: item.setId, key: item.record.key })),
  );

  const fresh = new Map<string, (typeof resolved)[number]>();
  const passages: { name: string; corpusId: number; record: QuestionRecord }[] = [];
  for (const item of resolved) {
    const name = questionName(item.setId, item.record.key);
    const there = present.get(name);
    const sibling = fresh.get(name)?.record;
    const known =
      there ?? (sibling && { text: plainText(sibling.text), answers: sibling.answers.map((a) => plainText(a)) });
    if (known) {
      const clash = clashWith(known, item);
      if (clash) load.reject(item.origin, clash);
      else if (there) await fillGaps(load, there, item, passages);
      if (!carriesTrajectory(item)) load.counts.questions.present += clash ? 0 : 1;
      continue;
    }
    fresh.set(name, item);
    if (item.corpusId !== null && item.record.passages?.length)
      passages.push({ name, corpusId: item.corpusId, record: item.record });
  }

  const ids = await takeIds(load.client, "question", fresh.size);
  const idByName = new Map([...fresh.keys()].map((name, index) => [name, ids[index] ?? 0]));
  await copyRows(
    load.client,
    "question",
    ["id", "question_set_id", "key", "text", "answers", "solution", "metadata", "content_hash"],
    [...fresh].map(([name, { setId, record }]) => [
      idByName.get(name),
      setId,
      plainText(record.key),
      plainText(record.text),
      record.answers.map((answer) => plainText(answer)),
      plainText(record.solution),
      JSON.stringify(record.metadata),
      createHash("sha256")
        .update(JSON.stringify([record.text, record.answers]))
        .digest()
        .subarray(0, 16),
    ]),
  );
  load.counts.questions.added += fresh.size;
  await linkPassages(load, passages, (name) => idByName.get(name) ?? present.get(name)?.id);
}

/** A trajectory brings its question along: then a repeat is expected and not worth counting or refusing. */
const carriesTrajectory = ({ origin }: Pending<QuestionRecord>) =>
  "records" in origin && origin.records.some((record) => record.type === "trajectory");

function clashWith(known: { text: string; answers: string[] }, item: Pending<QuestionRecord>): string | null {
  const { record } = item;
  if (known.text !== plainText(record.text))
    return `question "${record.key}" of "${record.set}" is already there with another text`;
  const differs = JSON.stringify(known.answers) !== JSON.stringify(record.answers.map((answer) => plainText(answer)));
  if (differs && known.answers.length > 0 && record.answers.length > 0 && !carriesTrajectory(item))
    return `question "${record.key}" of "${record.set}" is already there with other accepted answers`;
  return null;
}

async function fillGaps(
  load: Load,
  there: QuestionRow,
  item: Pending<QuestionRecord> & { corpusId: number | null },
  passages: { name: string; corpusId: number; record: QuestionRecord }[],
): Promise<void> {
  const { record } = item;
  const addAnswers = there.answers.length === 0 && record.answers.length > 0;
  const addSolution = there.lacks_solution && record.solution !== null && record.solution !== undefined;
  if (addAnswers || addSolution) {
    await load.client.query(
      `UPDATE question SET solution = coalesce(solution, $2),
         answers = CASE WHEN cardinality(answers) = 0 THEN $3::text[] ELSE answers END WHERE id = $1`,
      [there.id, plainText(record.solution), record.answers.map((answer) => plainText(answer))],
    );
    there.lacks_solution = false;
    there.answers = record.answers;
  }
  if (there.lacks_passages && item.corpusId !== null && record.passages?.length) {
    passages.push({ name: questionName(there.question_set_id, there.key), corpusId: item.corpusId, record });
    there.lacks_passages = false;
  }
}

async function linkPassages(
  load: Load,
  wanted: { name: string; corpusId: number; record: QuestionRecord }[],
  questionId: (name: string) => number | undefined,
): Promise<void> {
  const all = wanted.flatMap(({ corpusId, record }) =>
    (record.passages ?? []).map((passage) => ({ corpusId, passage })),
  );
  const ids = await addPassages(load, all);
  let next = 0;
  const links = wanted.flatMap(({ name, record }) =>
    (record.passages ?? []).map((passage, idx) => [questionId(name), idx, ids[next++], passage.supporting] as const),
  );
  await copyRows(load.client, "question_passage", ["question_id", "idx", "passage_id", "supporting"], links);
}

/** Ids of the passages, in order; equal ones of a corpus are one row. */
export async function addPassages(load: Load, items: { corpusId: number; passage: Passage }[]): Promise<number[]> {
  if (items.length === 0) return [];
  const hashed = items.map(({ corpusId, passage }) => {
    const title = plainText(passage.title);
    const body = plainText(passage.text);
    const hash = createHash("sha256")
      .update(JSON.stringify([title, body]))
      .digest()
      .subarray(0, 16);
    return { corpusId, title, body, hash, name: `${corpusId} ${hash.toString("hex")}` };
  });
  const { rows } = await load.client.query<{ id: number; corpus_id: number; hash: Buffer }>(
    `SELECT p.id, p.corpus_id, p.hash FROM unnest($1::int[], $2::bytea[]) AS w (corpus_id, hash)
     JOIN passage p ON p.corpus_id = w.corpus_id AND p.hash = w.hash`,
    [hashed.map((item) => item.corpusId), hashed.map((item) => item.hash)],
  );
  const idByName = new Map(rows.map((row) => [`${row.corpus_id} ${row.hash.toString("hex")}`, row.id]));
  const fresh = new Map(hashed.filter((item) => !idByName.has(item.name)).map((item) => [item.name, item]));
  const ids = await takeIds(load.client, "passage", fresh.size);
  [...fresh.keys()].forEach((name, index) => {
    idByName.set(name, ids[index] ?? 0);
  });
  await copyRows(
    load.client,
    "passage",
    ["id", "corpus_id", "hash", "title", "body"],
    [...fresh.values()].map((item) => [idByName.get(item.name), item.corpusId, item.hash, item.title, item.body]),
  );
  load.counts.passages.added += fresh.size;
  load.counts.passages.present += items.length - fresh.size;
  return hashed.map((item) => idByName.get(item.name) ?? 0);
}
