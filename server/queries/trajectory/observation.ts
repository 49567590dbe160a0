/** Reads one step's observation or action in full, an observation page by page. */
import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { type ObservationPart, readableLength, readObservation, sliceParts } from "@/domain/observation";
import { type ActionView, viewAction } from "@/domain/trajectory-view";
import { OBSERVATION_PAGE, TEXT_PAGE } from "./limits";
import { messageOf } from "./steps";

const ObservationRow = z.object({ observation: z.string().nullable() });
const ActionRow = z.object({ action: z.string(), bytes: z.int(), whole: z.boolean() });

export type ObservationPage = {
  parts: ObservationPart[];
  from: number;
  /** Where the next page starts; null at the end */
  next: number | null;
  /** Readable characters of the whole observation */
  total: number;
};

/** The readable characters of an observation from `from` on, OBSERVATION_PAGE of them at most. */
export async function readObservationPage(
  db: pg.Pool,
  { id, step, from }: { id: number; step: number; from: number },
): Promise<ObservationPage> {
  const { rows } = await db.query("SELECT observation FROM step WHERE trajectory_id = $1 AND idx = $2", [id, step]);
  const row = z.array(ObservationRow).parse(rows)[0];
  if (!row) throw noStep(id, step);
  const { parts } = readObservation(row.observation ?? "[]", true);
  const total = readableLength(parts);
  const end = from + OBSERVATION_PAGE;
  return { parts: sliceParts(parts, from, OBSERVATION_PAGE), from, next: end < total ? end : null, total };
}

/** An action with up to TEXT_PAGE characters. */
export async function readWholeAction(db: pg.Pool, { id, step }: { id: number; step: number }): Promise<ActionView> {
  const { rows } = await db.query(
    `SELECT left(a.text, $3) AS action, octet_length(a.text) AS bytes, length(a.text) <= $3 AS whole
     FROM step s CROSS JOIN LATERAL (SELECT s.action::text AS text OFFSET 0) a
     WHERE s.trajectory_id = $1 AND s.idx = $2`,
    [id, step, 2 * TEXT_PAGE],
  );
  const row = z.array(ActionRow).parse(rows)[0];
  if (!row) throw noStep(id, step);
  return viewAction(messageOf(row.action), row.bytes, TEXT_PAGE, !row.whole);
}

const RawRow = z.object({ text: z.string(), isComplete: z.boolean() });

/** The model's message as it came, as JSON text of up to TEXT_PAGE characters; throws where the action is all of it. */
export async function readRawReply(
  db: pg.Pool,
  { id, step }: { id: number; step: number },
): Promise<z.infer<typeof RawRow>> {
  const { rows } = await db.query(
    `SELECT left(raw::text, $3) AS text, length(raw::text) <= $3 AS "isComplete"
     FROM step WHERE trajectory_id = $1 AND idx = $2 AND raw IS NOT NULL`,
    [id, step, TEXT_PAGE],
  );
  const row = z.array(RawRow).parse(rows)[0];
  if (!row) throw noStep(id, step);
  return row;
}

export function noStep(id: number, step: number): StudioError {
  return new StudioError("not-found", `Trajectory ${id} has no step ${step + 1}.`);
}
