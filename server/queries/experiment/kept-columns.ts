/**
 * Columns of a whole database in memory, read once and then taken from there until a transaction writes their tables.
 * Reading a million trajectories takes seconds, deciding over them a fraction of one.
 */
import type pg from "pg";
import { z } from "zod";

/** The tables whose writing the database notes (prisma/migrations/0023_data_touch) */
const SOURCES = ["trajectory", "step", "judgment", "verdict", "outcome"] as const;
export type Source = (typeof SOURCES)[number];

/** Which database this is, and for each table who wrote it last, as a transaction sees them. */
export type Stamps = { database: string; of: Record<Source, string> };

const Row = z.tuple([z.object({ database: z.string(), touched: z.record(z.string(), z.string()) })]);

/** A restored table is another one, a restarted server may hold another database. */
const STAMPS = `SELECT concat_ws('/', (SELECT oid FROM pg_database WHERE datname = current_database()),
    extract(epoch FROM pg_postmaster_start_time()), ${SOURCES.map((name) => `'${name}'::regclass::oid`).join(", ")})
    AS database,
  coalesce((SELECT jsonb_object_agg(source, touches) FROM (
    SELECT source, string_agg(xact || '@' || extract(epoch FROM at), ',' ORDER BY xact) AS touches
    FROM data_touch GROUP BY source) AS each), '{}') AS touched`;

/** The caller holds a snapshot: what it reads afterwards is what the stamps stand for. */
export async function readStamps(client: pg.ClientBase): Promise<Stamps> {
  const [{ database, touched }] = Row.parse((await client.query(STAMPS)).rows);
  const of = Object.fromEntries(SOURCES.map((name) => [name, touched[name] ?? ""]));
  return { database, of: of as Record<Source, string> };
}

type Entry = { stamp: string; value: Promise<unknown>; bytes: number };

/** All that is kept; what was not asked for longest goes first. Grows to some 150 MB for a million trajectories. */
const MOST_BYTES = 768 * 2 ** 20;

export class KeptColumns {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly mostBytes = MOST_BYTES) {}

  /** Whether `get` would answer from memory. */
  has(name: string, sources: readonly Source[], stamps: Stamps): boolean {
    return this.entries.get(keyOf(name, stamps))?.stamp === stampOf(sources, stamps);
  }

  /**
   * What `read` answered when the sources were last as they are now, else what it answers. `name`: what is read, the same
   * for the same columns. The value is shared: nobody may change it.
   */
  async get<T extends object>(
    name: string,
    sources: readonly Source[],
    stamps: Stamps,
    read: () => Promise<T>,
  ): Promise<T> {
    const [key, stamp] = [keyOf(name, stamps), stampOf(sources, stamps)];
    const known = this.entries.get(key);
    if (known?.stamp === stamp) {
      // The newest stands last.
      this.entries.delete(key);
      this.entries.set(key, known);
      // Another transaction's reading may have broken with its connection.
      const value = await known.value.catch(() => null);
      if (value !== null) return value as T;
    }
    const entry: Entry = { stamp, value: read(), bytes: 0 };
    this.entries.set(key, entry);
    try {
      const value = await (entry.value as Promise<T>);
      entry.bytes = bytesOf(value);
      this.shrink();
      return value;
    } catch (error) {
      if (this.entries.get(key) === entry) this.entries.delete(key);
      throw error;
    }
  }

  private shrink(): void {
    let bytes = 0;
    for (const entry of this.entries.values()) bytes += entry.bytes;
    for (const [key, entry] of this.entries) {
      if (bytes <= this.mostBytes) return;
      this.entries.delete(key);
      bytes -= entry.bytes;
    }
  }
}

const keyOf = (name: string, { database }: Stamps) => `${database} ${name}`;
const stampOf = (sources: readonly Source[], { of }: Stamps) => sources.map((source) => of[source]).join(" ");

const bytesOf = (value: object): number =>
  Object.values(value).reduce((sum, part) => sum + (ArrayBuffer.isView(part) ? part.byteLength : 0), 0);

/** Those of this process. */
export const keptColumns = new KeptColumns();
