/** Models by their names: those that records describe, and those that rollout runs only name. */
import type pg from "pg";
import { z } from "zod";
import type { ImportCounts } from "@/domain/import";
import type { RecordOf } from "@/domain/studio-record";
import { plainText } from "./copy";

type ModelRecord = RecordOf<"model">;

const Row = z.object({
  id: z.int(),
  kind: z.string().nullable(),
  weightsHash: z.string().nullable(),
  parentId: z.int().nullable(),
  parent: z.string().nullable(),
});
type Row = z.infer<typeof Row>;
const Ids = z.array(z.object({ id: z.int() }));

export class Models {
  private readonly ids = new Map<string, number>();
  private readonly declared = new Set<string>();
  /** Names under which the file means another model than the studio */
  private readonly refused = new Set<string>();

  constructor(
    private readonly client: pg.PoolClient,
    private readonly counts: ImportCounts,
  ) {}

  /** Adds it, or fills in what is not known of the one that is there. Returns why the record cannot be used, or null. */
  async add(record: ModelRecord): Promise<string | null> {
    const reason = await this.place(record);
    if (reason !== null) this.refused.add(record.name);
    return reason;
  }

  /** Whether its record was put aside: what names it would get the wrong model. */
  isRefused(name: string): boolean {
    return this.refused.has(name);
  }

  /** null where there is none, or another one than the file means. */
  async find(name: string): Promise<number | null> {
    if (this.refused.has(name)) return null;
    const known = this.ids.get(name);
    if (known !== undefined) return known;
    const { rows } = await this.client.query("SELECT id FROM model WHERE name = $1", [plainText(name)]);
    const id = Ids.parse(rows)[0]?.id ?? null;
    if (id !== null) this.ids.set(name, id);
    return id;
  }

  /** The model that a rollout run names, made where it is not there. */
  async named(name: string, isSample: boolean): Promise<number> {
    return (await this.find(name)) ?? (await this.insert({ name, isSample }, null));
  }

  private async place(record: ModelRecord): Promise<string | null> {
    const parentId = record.parent ? await this.find(record.parent) : null;
    if (record.parent && parentId === null) {
      const why = this.refused.has(record.parent) ? "was put aside" : "is not in the file or the studio";
      return `the model "${record.parent}", from which "${record.name}" was trained, ${why}`;
    }
    const there = await this.read(record.name);
    if (there === null) {
      await this.insert(record, parentId);
      this.declared.add(record.name);
      return null;
    }
    const clash = clashWith(there, record, parentId) ?? (await this.cycle(there, record, parentId));
    if (clash !== null) return clash;
    await this.client.query(
      `UPDATE model SET kind = coalesce(kind, $2), weights_hash = coalesce(weights_hash, $3),
         parent_id = coalesce(parent_id, $4), is_sample = is_sample AND $5 WHERE id = $1`,
      [there.id, record.kind ?? null, plainText(record.weightsHash), parentId, record.isSample],
    );
    if (!this.declared.has(record.name)) this.counts.models.present += 1;
    this.declared.add(record.name);
    return null;
  }

  private async read(name: string): Promise<Row | null> {
    const { rows } = await this.client.query(
      `SELECT m.id, m.kind, m.weights_hash AS "weightsHash", m.parent_id AS "parentId", p.name AS parent
       FROM model m LEFT JOIN model p ON p.id = m.parent_id WHERE m.name = $1`,
      [plainText(name)],
    );
    return z.array(Row).parse(rows)[0] ?? null;
  }

  /** Whether the parent that would be filled in comes from the model itself. */
  private async cycle(there: Row, record: ModelRecord, parentId: number | null): Promise<string | null> {
    if (parentId === null || there.parentId !== null) return null;
    const { rows } = await this.client.query(
      `WITH RECURSIVE above AS (
         SELECT id, parent_id FROM model WHERE id = $1
         UNION SELECT m.id, m.parent_id FROM above JOIN model m ON m.id = above.parent_id)
       SELECT id FROM above WHERE id = $2`,
      [parentId, there.id],
    );
    return rows.length === 0
      ? null
      : `the model "${record.name}" cannot be trained from "${record.parent}", which came of it in the studio`;
  }

  private async insert(
    { name, kind, weightsHash, isSample, createdAt }: Omit<ModelRecord, "type" | "parent">,
    parentId: number | null,
  ): Promise<number> {
    const { rows } = await this.client.query(
      `INSERT INTO model (name, kind, weights_hash, parent_id, is_sample, created_at)
       VALUES ($1, $2, $3, $4, $5, coalesce($6::timestamptz, now())) RETURNING id`,
      [plainText(name), kind ?? null, plainText(weightsHash), parentId, isSample, createdAt ?? null],
    );
    const [{ id }] = z.tuple([z.object({ id: z.int() })]).parse(rows);
    this.counts.models.added += 1;
    this.ids.set(name, id);
    return id;
  }
}

function clashWith(there: Row, record: ModelRecord, parentId: number | null): string | null {
  const { name, kind, weightsHash, parent } = record;
  const differs = (mine: unknown, theirs: unknown) => mine !== null && theirs != null && mine !== theirs;
  if (differs(there.weightsHash, weightsHash))
    return `the model "${name}" is already there with other weights (sha256 ${short(there.weightsHash)}, in the file ${short(weightsHash)}): rename one of them`;
  if (differs(there.kind, kind)) return `the model "${name}" is already there as a ${there.kind}, not a ${kind}`;
  if (differs(there.parentId, parentId))
    return `the model "${name}" is already there as trained from "${there.parent}", not from "${parent}"`;
  return null;
}

const short = (hash: string | null | undefined) => `${hash?.slice(0, 12)}…`;
