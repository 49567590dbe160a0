/** What a backup says of itself: the last entry of its zip file, so that a backup that was cut short has none. */
import { z } from "zod";

export const MANIFEST = "manifest.json";
export const entryOf = (table: string) => `tables/${table}.copy`;

export const BackupManifest = z.object({
  format: z.literal("swirl-studio-backup"),
  version: z.literal(1),
  createdAt: z.iso.datetime(),
  codeVersion: z.string(),
  /** Names of those that the database had, in order */
  migrations: z.array(z.string()).min(1),
  /** The last number that each counting column gave, by "table.column" */
  sequences: z.record(z.string().regex(/^[a-z_]+\.[a-z_]+$/), z.int().nonnegative()),
  tables: z.array(
    z.object({
      name: z.string().regex(/^[a-z_]+$/),
      columns: z.array(z.string().regex(/^[a-z_0-9]+$/)).min(1),
      rows: z.int().nonnegative(),
      /** Of its entry's bytes, uncompressed */
      sha256: z.string().length(64),
    }),
  ),
});
export type BackupManifest = z.infer<typeof BackupManifest>;
