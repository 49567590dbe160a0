/**
 * `npm run lab:study`: does step-wise RL help in the lab, and does a judge that rules by lot not? What is compared, with
 * which seeds and by which rule, was written down in docs/lab-study.md before the first result was seen.
 */
import { bootstrapDifference, type Difference, type Pair, type Part } from "@/domain/bootstrap";
import { wilson } from "@/domain/interval";
import { randomFor } from "@/domain/random";
import type { Db } from "@/server/db";
import { generate, judge, label, train } from "./loop";
import { keepEndpoint, type Lab } from "./register";
import { readArm } from "./study-rows";
import { waitForTraining } from "./wait";

const TRAIN = { set: "lab-arithmetic-train", questions: 300, samples: 4, temperature: 1 };
const HELD_OUT = { set: "lab-arithmetic-held-out", questions: 600, samples: 1, temperature: 1 };
const SEEDS = [1, 2, 3];
const CHANGES = { "optimiser.max_steps": 40, "optimiser.learning_rate": 4e-4, "output.save_every": 1_000 };
const say = (line: string) => console.error(line);

/** Of each held-out question. */
export type Arm = Map<number, { reasonable: Part; correct: Part }>;
type Share = { share: number; low: number; high: number; count: number; of: number };
type Measured = { reasonable: Share | null; correct: Share | null };
type Compared = { reasonable: Difference | null; correct: Difference | null };

export type LabStudy = {
  base: Measured;
  swirl: Measured[];
  shuffled: Measured[];
  /** Mean over the seeds against the base */
  swirlGain: Compared;
  shuffledGain: Compared;
};

export async function studyLab(db: Db, lab: Lab): Promise<LabStudy> {
  const judges = {
    exact: await keepEndpoint(db, "Lab judge without errors", `${lab.teacher}/v1`, "exact"),
    reward: await keepEndpoint(db, "Lab teacher 2", `${lab.teacher}/v1`, "teacher-2"),
    shuffled: await keepEndpoint(db, "Lab judge by lot", `${lab.teacher}/v1`, "shuffled"),
  };
  const data = await generate(db, "Study, train", { ...TRAIN, modelId: lab.modelId });
  const judged = await judge(db, "Study, train", lab, [data]);
  const evaluate = async (name: string, modelId: number): Promise<Arm> => {
    const run = await generate(db, `Study, ${name}`, { ...HELD_OUT, modelId });
    const { judgingRunId } = await judge(db, `Study, ${name}`, { ...lab, teacherId: judges.exact }, [run]);
    const labellingRunId = await label(db, `Study, ${name}`, "gsm8k-strict", [run]);
    const arm = await readArm(db.pool, { rolloutRunId: run, judgingRunId, labellingRunId });
    say(`${name}: ${JSON.stringify(measure(arm))}`);
    return arm;
  };
  const base = await evaluate("base", lab.modelId);
  const trained = async (kind: "swirl" | "shuffled", seed: number): Promise<Arm> => {
    const teacherId = kind === "swirl" ? judges.reward : judges.shuffled;
    const name = `${kind}, seed ${seed}`;
    const changes = { ...CHANGES, "optimiser.seed": seed };
    const training = { rolloutRunIds: [data], ...judged, changes };
    const id = await train(db, `Study, ${name}`, { ...lab, teacherId }, training);
    const { status, message } = await waitForTraining(db, id);
    const model = await db.prisma.model.findFirst({ where: { trainingRunId: id } });
    if (status !== "done" || !model) throw new Error(`The training run "${name}" is ${status}: ${message}`);
    return evaluate(name, model.id);
  };
  const swirl: Arm[] = [];
  const shuffled: Arm[] = [];
  for (const seed of SEEDS) {
    swirl.push(await trained("swirl", seed));
    shuffled.push(await trained("shuffled", seed));
  }
  return {
    base: measure(base),
    swirl: swirl.map(measure),
    shuffled: shuffled.map(measure),
    swirlGain: compare("swirl", base, swirl),
    shuffledGain: compare("shuffled", base, shuffled),
  };
}

function measure(arm: Arm): Measured {
  return {
    reasonable: shareOf([...arm.values()].map((one) => one.reasonable)),
    correct: shareOf([...arm.values()].map((one) => one.correct)),
  };
}

function shareOf(parts: readonly Part[]): Share | null {
  const { count, of } = sum(parts);
  const interval = wilson(count, of);
  return interval && { share: round(count / of), low: round(interval.low), high: round(interval.high), count, of };
}

function compare(name: string, base: Arm, arms: readonly Arm[]): Compared {
  const pairs = (read: (one: { reasonable: Part; correct: Part }) => Part): Pair[] =>
    [...base].map(([question, before]) => ({
      before: read(before),
      after: sum(
        arms.flatMap((arm) => {
          const one = arm.get(question);
          return one ? [read(one)] : [];
        }),
      ),
    }));
  const gain = (what: "reasonable" | "correct") => {
    const found = bootstrapDifference(
      pairs((one) => one[what]),
      randomFor(`study ${name} ${what}`).next,
    );
    return found && { difference: round(found.difference), low: round(found.low), high: round(found.high) };
  };
  return { reasonable: gain("reasonable"), correct: gain("correct") };
}

const sum = (parts: readonly Part[]): Part =>
  parts.reduce((total, { count, of }) => ({ count: total.count + count, of: total.of + of }), { count: 0, of: 0 });
const round = (value: number) => Number(value.toFixed(4));
