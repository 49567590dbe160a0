/** Writes a pool in the studio's own format (docs/own-format.md): what an import reads back without loss. */
import { z } from "zod";
import type { Keys } from "@/domain/keyed-pool";
import { EMPTY_POOL, type Pool, poolToParams } from "@/domain/pool";
import { readKeys } from "@/server/queries/export/keys";
import { type Section, STUDIO_TRAJECTORY_ROWS, studioSections } from "@/server/queries/export/studio-rows";
import { TRAINING_SECTIONS } from "@/server/queries/export/training-rows";
import { BlockWriter } from "./blocks";
import { onOneLine } from "./json-bytes";
import { recordWithKeys } from "./record-with-keys";
import type { ExportRequest } from "./request";
import type { Snapshot } from "./snapshot";

const HEADER = { type: "swirl-studio", version: 1 };
const Count = z.object({ rows: z.int() });
const NULL = Buffer.from("null");
const COMMA = Buffer.from(",");
const END_OF_LINE = Buffer.from("\n");

/** How many records `writeStudioRecords` will write, counted in the same snapshot. */
export async function expectedStudioRows(snapshot: Snapshot, request: ExportRequest): Promise<number> {
  let expected = 1 + snapshot.kept.trajectories;
  const { before, after } = sectionsOf(request);
  for (const { select } of [...before, ...after]) {
    const { rows } = await snapshot.client.query(`SELECT count(*) AS rows FROM (${select}) AS section`);
    expected += Count.parse(rows[0]).rows;
  }
  return expected;
}

/**
 * Training runs stand after the trajectories whose contexts they were trained on. They go with a whole studio only: their
 * data may name anything in it.
 */
function sectionsOf(request: ExportRequest): { before: Section[]; after: Section[] } {
  const everything = isEverything(request);
  return { before: studioSections(everything), after: everything ? TRAINING_SECTIONS : [] };
}

/** Yields blocks of lines; `onRow` is called once a line. Question sets travel whole, with their corpora. */
export async function* writeStudioRecords(
  snapshot: Snapshot,
  request: ExportRequest,
  onRow: () => void,
): AsyncGenerator<Buffer> {
  const writer = new BlockWriter();
  const { before, after } = sectionsOf(request);
  // Before the first rows: while they are read, the connection answers nothing else.
  const keys = await readKeys(snapshot.client);
  yield* writer.write([Buffer.from(compact(HEADER)), END_OF_LINE]);
  onRow();
  for (const section of before) yield* writeSection(snapshot, section, keys, writer, onRow);
  yield* writeTrajectories(snapshot, writer, onRow);
  for (const section of after) yield* writeSection(snapshot, section, keys, writer, onRow);
  yield writer.take();
}

async function* writeSection(
  snapshot: Snapshot,
  { kind, select }: Section,
  keys: Keys,
  writer: BlockWriter,
  onRow: () => void,
): AsyncGenerator<Buffer> {
  for await (const rows of snapshot.rows(select)) {
    for (const [json, isMadeHere] of rows) {
      const record = recordWithKeys(kind, parse(json), isMadeHere?.toString() === "true", keys);
      yield* writer.write([Buffer.from(compact(record)), END_OF_LINE]);
      onRow();
    }
  }
}

async function* writeTrajectories(snapshot: Snapshot, writer: BlockWriter, onRow: () => void): AsyncGenerator<Buffer> {
  let isFirstStep = true;
  for await (const rows of snapshot.rows(STUDIO_TRAJECTORY_ROWS)) {
    for (const [action, observation, raw, fields, head, prompt, tools, labels] of rows) {
      if (head && prompt) {
        const parts = [',"tools":', tools ?? NULL, ',"prompt":', prompt, ',"steps":['];
        yield* writer.write([open(reformat(head)), ...parts.map(jsonBytes)]);
        isFirstStep = true;
      }
      if (action && fields) {
        const asItCame = raw ? [',"raw":', raw] : [];
        const parts = ['{"action":', action, ',"observation":', observation ?? NULL, ...asItCame, ","];
        if (!isFirstStep) yield* writer.write([COMMA]);
        yield* writer.write([...parts.map(jsonBytes), reformat(fields).subarray(1)]);
        isFirstStep = false;
      }
      if (labels) {
        yield* writer.write([Buffer.from("],"), reformat(labels).subarray(1), END_OF_LINE]);
        onRow();
      }
    }
  }
}

/** Without conditions of its own a pool is the whole studio, also what has no trajectories yet. */
function isEverything({ pool, mode }: ExportRequest): boolean {
  const conditions: Pool = { ...pool, judge: EMPTY_POOL.judge, labels: EMPTY_POOL.labels };
  return mode === "none" && poolToParams(conditions).size === 0;
}

const compact = (value: unknown) => JSON.stringify(value);
const jsonBytes = (part: string | Buffer) => (typeof part === "string" ? Buffer.from(part) : onOneLine(part));
/** An object's bytes without its closing brace. */
const open = (object: Buffer) => object.subarray(0, -1);

/** JSON as PostgreSQL builds it, in the spacing that everything else has. */
const reformat = (json: Buffer) => Buffer.from(compact(parse(json)));

function parse(json: Buffer | null | undefined): unknown {
  if (!json) throw new Error("A record is missing from the database's answer.");
  return JSON.parse(json.toString("utf8"));
}
