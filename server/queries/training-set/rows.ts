/** Training sets as pages and commands show them. */
import { z } from "zod";
import { ExperimentPlan } from "@/domain/experiment";
import { TrainingSetFacts } from "@/domain/training-set/facts";
import { TrainingSetStatus } from "@/domain/training-set/training-set";
import { Count, Id, IsoTime } from "../library/row-types";

const Json = <Shape extends z.ZodType>(shape: Shape) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(shape);

const Named = z.object({ id: Id, name: z.string() });
const Version = Named.extend({ version: z.int() });

const Kept = z.object({
  id: Id,
  name: z.string(),
  version: z.int(),
  status: TrainingSetStatus,
  /** Why it could not be frozen */
  message: z.string().nullable(),
  /** null: it was removed */
  experiment: Named.nullable(),
  arm: z.string(),
  plan: Json(ExperimentPlan),
  parent: Version.nullable(),
  /** Distinct contexts that the arms were drawn down to; null where they were not */
  matchedTo: z.int().nullable(),
  /** These are null until it is frozen */
  trajectories: Count.nullable(),
  subTrajectories: Count.nullable(),
  distinctContexts: Count.nullable(),
  facts: Json(TrainingSetFacts).nullable(),
  /** Of its sub-trajectories as JSON Lines */
  sha256: z.string().nullable(),
  codeVersion: z.string().nullable(),
  createdAt: IsoTime,
  frozenAt: IsoTime.nullable(),
  trainingRuns: z.array(Named),
});

export const TrainingSetRow = Kept.transform(({ plan, ...set }) => ({
  ...set,
  pool: plan.pool,
  matching: plan.matching,
  filter: armOf(plan, set.arm).filter,
}));
export type TrainingSetRow = z.infer<typeof TrainingSetRow>;

/** The frozen arm of a plan. Throws RangeError where there is none. */
export function armOf({ arms }: Pick<ExperimentPlan, "arms">, name: string) {
  const arm = arms.find((one) => one.name === name);
  if (!arm) throw new RangeError(`The plan has no arm "${name}".`);
  return arm;
}

/** FROM training_set s */
export const TRAINING_SET_COLUMNS = `s.id, s.name, s.version, s.status, s.message, s.arm, s.plan::text AS plan,
  (SELECT jsonb_build_object('id', e.id, 'name', e.name) FROM experiment e WHERE e.id = s.experiment_id) AS experiment,
  (SELECT jsonb_build_object('id', p.id, 'name', p.name, 'version', p.version) FROM training_set p
   WHERE p.id = s.parent_id) AS parent,
  s.matched_to AS "matchedTo", s.trajectories, s.sub_trajectories AS "subTrajectories",
  s.distinct_contexts AS "distinctContexts", s.facts::text AS facts, s.sha256, s.code_version AS "codeVersion",
  s.created_at AS "createdAt", s.frozen_at AS "frozenAt",
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name) ORDER BY r.id), '[]')
   FROM training_run r WHERE r.training_set_id = s.id) AS "trainingRuns"`;
