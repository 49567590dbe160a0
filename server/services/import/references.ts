/** Finds or makes the rows that others refer to: corpora, models, question sets, rollout runs. */
import type pg from "pg";
import type { ImportCounts } from "@/domain/import";
import type { RecordOf } from "@/domain/studio-record";
import { plainText } from "./copy";
import { Models } from "./models";

export type SetRow = { id: number; corpusId: number | null };
export type RunRow = { id: number; modelId: number | null };

export class References {
  readonly models: Models;
  private readonly corpora = new Map<string, number>();
  private readonly sets = new Map<string, SetRow | null>();
  private readonly runs = new Map<string, RunRow | null>();

  constructor(
    private readonly client: pg.PoolClient,
    private readonly counts: ImportCounts,
  ) {
    this.models = new Models(client, counts);
  }

  async addCorpus(record: { key: string; name: string }): Promise<number> {
    const known = this.corpora.get(record.key) ?? (await this.findId("corpus", record.key));
    const id = known ?? (await this.insert("corpus", { key: record.key, name: record.name }));
    this.corpora.set(record.key, id);
    return id;
  }

  async corpus(key: string): Promise<number | null> {
    const known = this.corpora.get(key) ?? (await this.findId("corpus", key));
    if (known !== null) this.corpora.set(key, known);
    return known;
  }

  async addQuestionSet(record: RecordOf<"question-set">): Promise<SetRow> {
    const corpusId = record.corpus ? await this.addCorpus({ key: record.corpus, name: record.name }) : null;
    const present = await this.questionSet(record.key);
    if (present) {
      if (!this.declaredSets.has(record.key)) this.counts.questionSets.present += 1;
      this.declaredSets.add(record.key);
      if (!record.isSample)
        await this.client.query("UPDATE question_set SET is_sample = false WHERE id = $1 AND is_sample", [present.id]);
      if (present.corpusId === null && corpusId !== null) {
        await this.client.query("UPDATE question_set SET corpus_id = $2 WHERE id = $1", [present.id, corpusId]);
        present.corpusId = corpusId;
      }
      return present;
    }
    const id = await this.insert("question_set", {
      key: record.key,
      name: record.name,
      metric: record.metric ?? null,
      licence: record.licence ?? null,
      source: record.source ?? null,
      is_sample: record.isSample,
      corpus_id: corpusId,
    });
    this.counts.questionSets.added += 1;
    const row = { id, corpusId };
    this.declaredSets.add(record.key);
    this.sets.set(record.key, row);
    return row;
  }
  private readonly declaredSets = new Set<string>();

  /** A set whose questions bring passages gets a corpus of its own, where it names none. */
  async giveCorpus(key: string, set: SetRow): Promise<void> {
    if (set.corpusId !== null) return;
    const { rows } = await this.client.query<{ name: string }>("SELECT name FROM question_set WHERE id = $1", [set.id]);
    set.corpusId = await this.addCorpus({ key, name: rows[0]?.name ?? key });
    await this.client.query("UPDATE question_set SET corpus_id = $2 WHERE id = $1", [set.id, set.corpusId]);
  }

  /** The set of that key, or null; what is not there is asked for again once it is added. */
  async questionSet(key: string): Promise<SetRow | null> {
    const known = this.sets.get(key);
    if (known) return known;
    const { rows } = await this.client.query<{ id: number; corpus_id: number | null }>(
      "SELECT id, corpus_id FROM question_set WHERE key = $1",
      [plainText(key)],
    );
    const row = rows[0] ? { id: rows[0].id, corpusId: rows[0].corpus_id } : null;
    this.sets.set(key, row);
    return row;
  }

  /** Returns why the record cannot be used, or null. */
  async addRolloutRun(record: RecordOf<"rollout-run">): Promise<string | null> {
    const present = await this.rolloutRun(record.key);
    if (present) {
      if (!this.declaredRuns.has(record.key)) this.counts.rolloutRuns.present += 1;
      this.declaredRuns.add(record.key);
      return null;
    }
    if (record.model && this.models.isRefused(record.model))
      return `its model "${record.model}" is another one in the studio, and was put aside`;
    const modelId = record.model ? await this.models.named(record.model, record.isSample) : null;
    const id = await this.insert("rollout_run", {
      key: record.key,
      name: record.name,
      purpose: record.purpose,
      model_id: modelId,
      source: record.source ?? null,
      is_sample: record.isSample,
      settings: JSON.stringify(record.settings),
      created_at: record.createdAt ?? null,
    });
    this.counts.rolloutRuns.added += 1;
    this.declaredRuns.add(record.key);
    this.runs.set(record.key, { id, modelId });
    return null;
  }
  private readonly declaredRuns = new Set<string>();

  async rolloutRun(key: string): Promise<RunRow | null> {
    const known = this.runs.get(key);
    if (known) return known;
    const { rows } = await this.client.query<{ id: number; model_id: number | null }>(
      "SELECT id, model_id FROM rollout_run WHERE key = $1",
      [plainText(key)],
    );
    const row = rows[0] ? { id: rows[0].id, modelId: rows[0].model_id } : null;
    this.runs.set(key, row);
    return row;
  }

  private async findId(table: "corpus", key: string): Promise<number | null> {
    const { rows } = await this.client.query<{ id: number }>(`SELECT id FROM ${table} WHERE key = $1`, [
      plainText(key),
    ]);
    return rows[0]?.id ?? null;
  }

  /** Inserts the fields that are not null, so that the others take their defaults. */
  private async insert(table: string, fields: Record<string, string | number | boolean | null>): Promise<number> {
    const given = Object.entries(fields).filter(([, value]) => value !== null);
    const { rows } = await this.client.query<{ id: number }>(
      `INSERT INTO ${table} (${given.map(([name]) => name).join(", ")})
       VALUES (${given.map((_, index) => `$${index + 1}`).join(", ")}) RETURNING id`,
      given.map(([, value]) => (typeof value === "string" ? plainText(value) : value)),
    );
    const id = rows[0]?.id;
    if (id === undefined) throw new Error(`INSERT INTO ${table} returned no row`);
    return id;
  }
}
