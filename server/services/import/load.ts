/** The state that one import's loading steps share. Everything happens on one client, in one transaction. */
import type pg from "pg";
import type { ImportCounts } from "@/domain/import";
import type { ReadItem } from "@/server/formats/format";
import type { References } from "./references";

/** Where a record came from; several records can come from one place. */
export type Origin = ReadItem;

/** A record that waits to be written, with the place it came from. */
export type Pending<T> = { record: T; origin: Origin };

export type Load = {
  client: pg.PoolClient;
  counts: ImportCounts;
  references: References;
  /** Puts a place of the file aside with the reason why it was not used; once per place */
  reject(origin: Origin, reason: string): void;
  /** Something about the whole file that its counts do not tell, as a sentence of the report */
  note(sentence: string): void;
  isPutAside(origin: Origin): boolean;
  /** A label whose trajectory is not in the studio */
  missing(origin: Origin, trajectory: string): void;
};
