/** Rollouts, verdicts, outcomes and training runs of the miniature: found by their names, or made. */

import type { Metric } from "@/domain/labelling/settings";
import type { Family, ReproduceArm } from "@/domain/reproduce/arms";
import { isTrainingOver, TrainingStatus } from "@/domain/training/status";
import type { Db } from "@/server/db";
import { generate, judge, label, train } from "../loop";
import type { Lab } from "../register";
import { waitForRun, waitForTraining } from "../wait";
import { trainSet } from "./names";
import type { ReproduceScale } from "./scale";

const METRIC: Record<Family, Metric> = { arithmetic: "gsm8k-strict", encyclopedia: "hotpotqa-em" };

type Kind = "rollout" | "judging" | "labelling";
const TABLE: Record<Kind, string> = { rollout: "rollout_run", judging: "judging_run", labelling: "labelling_run" };

/** The run of this name once it is done; a paused or cancelled one is left, and made anew. */
async function found(db: Db, kind: Kind, name: string): Promise<number | null> {
  const { rows } = await db.pool.query(
    `SELECT r.id, s.status FROM ${TABLE[kind]} r JOIN run_state s ON s.kind = $1 AND s.run_id = r.id
     WHERE r.name = $2 AND s.status IN ('running', 'done') ORDER BY r.id DESC LIMIT 1`,
    [kind, name],
  );
  if (rows.length === 0) return null;
  if (rows[0].status !== "done") await waitForRun(db, { kind, runId: rows[0].id });
  return rows[0].id;
}

export type Rollouts = {
  name: string;
  set: string;
  modelId: number;
  questions: number;
  samples: number;
  temperature: number;
  seed: number;
};

export const rolledOut = async (db: Db, rollouts: Rollouts): Promise<number> =>
  (await found(db, "rollout", rollouts.name)) ?? (await generate(db, rollouts.name, rollouts));

export const judged = async (db: Db, lab: Lab, name: string, endpointId: number, run: number): Promise<number> =>
  (await found(db, "judging", name)) ?? (await judge(db, name, { ...lab, teacherId: endpointId }, [run])).judgingRunId;

export const labelled = async (db: Db, name: string, family: Family, run: number): Promise<number> =>
  (await found(db, "labelling", name)) ?? (await label(db, name, METRIC[family], [run]));

export type Data = { rolloutRunId: number; judgingRunId: number; labellingRunId: number };

/** What a model generates on a family's train questions, judged and labelled. */
export async function dataOf(
  db: Db,
  lab: Lab,
  scale: ReproduceScale,
  { name, family, modelId, seed }: { name: string; family: Family; modelId: number; seed: number },
): Promise<Data> {
  const rolloutRunId = await rolledOut(db, {
    name,
    set: trainSet(family),
    modelId,
    questions: scale.questions[family],
    samples: scale.samples,
    temperature: 1,
    seed,
  });
  return {
    rolloutRunId,
    judgingRunId: await judged(db, lab, name, lab.teacherId, rolloutRunId),
    labellingRunId: await labelled(db, name, family, rolloutRunId),
  };
}

export type Training = {
  name: string;
  arm: ReproduceArm;
  seed: number;
  baseModelId: number;
  /** Of the judge that rewards */
  rewardId: number;
  maxContexts: number | null;
  updates: number;
};

/** The model of a training run, which is launched unless it is there. Throws where it fails. */
export async function trainedModel(db: Db, lab: Lab, data: Data, training: Training): Promise<number> {
  const { name, arm, seed, maxContexts, updates } = training;
  const known = await db.prisma.trainingRun.findFirst({ where: { name }, orderBy: { id: "desc" } });
  const isUsable = known && (known.status === "done" || !isTrainingOver(TrainingStatus.parse(known.status)));
  const id = isUsable
    ? known.id
    : await train(
        db,
        name,
        { ...lab, modelId: training.baseModelId, teacherId: training.rewardId },
        {
          rolloutRunIds: [data.rolloutRunId],
          judgingRunId: data.judgingRunId,
          labellingRunId: data.labellingRunId,
          mode: arm.mode,
          algorithm: arm.algorithm,
          changes: {
            "optimiser.max_steps": updates,
            "optimiser.seed": seed,
            "output.save_every": 1_000,
            ...(maxContexts === null ? {} : { "data.max_contexts": maxContexts }),
          },
        },
      );
  const { status, message } = await waitForTraining(db, id);
  const model = await db.prisma.model.findFirst({ where: { trainingRunId: id } });
  if (status !== "done" || !model) throw new Error(`The training run "${name}" is ${status}: ${message ?? "no model"}`);
  return model.id;
}
