/** A pool in the studio's own format (docs/own-format.md): what an import reads back without loss. */
import { z } from "zod";
import type { Keys } from "@/domain/keyed-pool";
import { EMPTY_POOL, type Pool, poolToParams } from "@/domain/pool";
import { EVAL_SECTIONS } from "@/server/queries/export/eval-rows";
import { readKeys } from "@/server/queries/export/keys";
import { type Section, STUDIO_TRAJECTORY_ROWS, studioSections } from "@/server/queries/export/studio-rows";
import { TRAINING_SECTIONS } from "@/server/queries/export/training-rows";
import { GrowingBytes } from "../blocks";
import { onOneLine } from "../json-bytes";
import { recordWithKeys } from "../record-with-keys";
import type { ExportRequest } from "../request";
import type { Snapshot } from "../snapshot";
import type { ExportFormat, ExportSource, RowText } from "./format";

const HEADER = { type: "swirl-studio", version: 1 };
const Count = z.object({ rows: z.int() });
const Typed = z.object({ type: z.string() });
const NULL = Buffer.from("null");
const COMMA = Buffer.from(",");

/** Question sets travel whole, with their corpora. */
export const swirl: ExportFormat = {
  title: "Studio format",
  row: "One record: a question set, a question, a run, or a trajectory with all its labels",
  unit: ["record", "records"],
  columns: [
    { name: "type", type: "string", says: "What the record is; in JSON Lines each line is the record itself" },
    { name: "record", type: "string", says: "The record as JSON text" },
  ],
  expectedRows,
  rows,
  fromLine: (line) => ({ type: Typed.parse(JSON.parse(line)).type, record: line }),
};

async function expectedRows({ snapshot, request }: ExportSource): Promise<number> {
  let expected = 1 + snapshot.kept.trajectories;
  const { before, after } = sectionsOf(request);
  for (const { select } of [...before, ...after]) {
    const { rows } = await snapshot.client.query(`SELECT count(*) AS rows FROM (${select}) AS section`);
    expected += Count.parse(rows[0]).rows;
  }
  return expected;
}

/**
 * Training runs stand after the trajectories whose contexts they were trained on, eval matrices after what they came to.
 * They go with a whole studio only: they may name anything in it.
 */
function sectionsOf(request: ExportRequest): { before: Section[]; after: Section[] } {
  const everything = isEverything(request);
  return { before: studioSections(everything), after: everything ? [...TRAINING_SECTIONS, ...EVAL_SECTIONS] : [] };
}

async function* rows({ snapshot, request }: ExportSource): AsyncGenerator<RowText> {
  const { before, after } = sectionsOf(request);
  // Before the first rows: while they are read, the connection answers nothing else.
  const keys = await readKeys(snapshot.client);
  yield [Buffer.from(compact(HEADER))];
  for (const section of before) yield* records(snapshot, section, keys);
  yield* trajectories(snapshot);
  for (const section of after) yield* records(snapshot, section, keys);
}

async function* records(snapshot: Snapshot, { kind, select }: Section, keys: Keys): AsyncGenerator<RowText> {
  for await (const batch of snapshot.rows(select))
    for (const [json, isMadeHere] of batch)
      yield [Buffer.from(compact(recordWithKeys(kind, parse(json), isMadeHere?.toString() === "true", keys)))];
}

async function* trajectories(snapshot: Snapshot): AsyncGenerator<RowText> {
  const record = new GrowingBytes();
  let isFirstStep = true;
  try {
    for await (const rows of snapshot.rows(STUDIO_TRAJECTORY_ROWS)) {
      for (const [action, observation, raw, fields, head, prompt, tools, labels] of rows) {
        if (head && prompt) {
          record.clear();
          record.append(open(reformat(head)));
          for (const part of [',"tools":', tools ?? NULL, ',"prompt":', prompt, ',"steps":['])
            record.append(jsonBytes(part));
          isFirstStep = true;
        }
        if (action && fields) {
          const asItCame = raw ? [',"raw":', raw] : [];
          if (!isFirstStep) record.append(COMMA);
          for (const part of ['{"action":', action, ',"observation":', observation ?? NULL, ...asItCame, ","])
            record.append(jsonBytes(part));
          record.append(reformat(fields).subarray(1));
          isFirstStep = false;
        }
        if (labels) {
          record.append(Buffer.from("],"));
          record.append(reformat(labels).subarray(1));
          yield record.pieces();
        }
      }
    }
  } finally {
    record.close();
  }
}

/** Without conditions of its own a pool is the whole studio, also what has no trajectories yet. A filter may leave some out. */
function isEverything({ pool, mode, filter, trainingSet }: ExportRequest): boolean {
  const conditions: Pool = { ...pool, judge: EMPTY_POOL.judge, labels: EMPTY_POOL.labels };
  return filter === null && trainingSet === null && mode === "none" && poolToParams(conditions).size === 0;
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
