/** Training sets: the list, one of them, its versions, and those that hold a trajectory. */
import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { TrainingSetStatus } from "@/domain/training-set/training-set";
import { Id } from "../library/row-types";
import { TRAINING_SET_COLUMNS, TrainingSetRow } from "./rows";

/** The newest first. */
export async function listTrainingSets(db: pg.Pool): Promise<TrainingSetRow[]> {
  const { rows } = await db.query(
    `SELECT ${TRAINING_SET_COLUMNS} FROM training_set s ORDER BY s.created_at DESC, s.id DESC LIMIT 500`,
  );
  return z.array(TrainingSetRow).parse(rows);
}

/** Throws not-found. */
export async function readTrainingSet(db: pg.Pool | pg.ClientBase, id: number): Promise<TrainingSetRow> {
  const { rows } = await db.query(`SELECT ${TRAINING_SET_COLUMNS} FROM training_set s WHERE s.id = $1`, [id]);
  const [set] = z.array(TrainingSetRow).parse(rows);
  if (!set)
    throw new StudioError("not-found", `There is no training set ${id}. The Training sets page lists those there are.`);
  return set;
}

const Version = z.object({ id: Id, version: z.int(), status: TrainingSetStatus });
export type SetVersion = z.infer<typeof Version>;

/** All versions under a name, the newest first. */
export async function readVersions(db: pg.Pool, name: string): Promise<SetVersion[]> {
  const { rows } = await db.query(
    "SELECT id, version, status FROM training_set WHERE lower(name) = lower($1) ORDER BY version DESC LIMIT 500",
    [name],
  );
  return z.array(Version).parse(rows);
}

const Last = z.array(z.object({ version: z.int() })).max(1);

/** The version that a set frozen now under a name would get. */
export async function readNextVersion(db: pg.Pool, name: string): Promise<number> {
  const { rows } = await db.query("SELECT last_version AS version FROM training_set_series WHERE name = lower($1)", [
    name.trim(),
  ]);
  return (Last.parse(rows)[0]?.version ?? 0) + 1;
}

const Containing = z.object({
  id: Id,
  name: z.string(),
  version: z.int(),
  /** Which of the trajectory's steps are in it, first step first */
  steps: z.string().transform((bits) => [...bits].map((bit) => bit === "1")),
});
export type ContainingSet = z.infer<typeof Containing>;

/** The frozen sets that a trajectory is in, the newest first. */
export async function setsWithTrajectory(db: pg.Pool, trajectory: number): Promise<ContainingSet[]> {
  const { rows } = await db.query(
    `SELECT s.id, s.name, s.version, m.kept::text AS steps FROM training_set_member m
     JOIN training_set s ON s.id = m.training_set_id WHERE m.trajectory_id = $1 ORDER BY s.id DESC LIMIT 200`,
    [trajectory],
  );
  return z.array(Containing).parse(rows);
}
