/** `npm run lab:check`: the whole loop, small, and what came of it in one line. */
import { StudioError } from "@/domain/errors";
import { wilson } from "@/domain/interval";
import { TrainingEngineSettings } from "@/domain/training/engine";
import { openTrainingEngine } from "@/server/adapters/training/open";
import type { Db } from "@/server/db";
import { listEndpoints } from "@/server/services/endpoint/list";
import { testEndpoint } from "@/server/services/endpoint/test";
import { generate, type Judged, judge, train } from "./loop";
import type { Lab } from "./register";
import { waitForTraining } from "./wait";

/** Fixed before any result was seen. */
const TRAIN = { set: "lab-arithmetic-train", questions: 160, samples: 2, temperature: 1 };
const HELD_OUT = { set: "lab-arithmetic-held-out", questions: 150, samples: 1, temperature: 0 };
const UPDATES = 40;
const CHANGES = { "optimiser.max_steps": UPDATES, "optimiser.learning_rate": 4e-4, "output.save_every": 20 };

export type LabCheck = {
  /** What the engine says of the job */
  jobStatus: string;
  /** Whether the checkpoint's weights differ from the base model's */
  weightsChanged: boolean;
  /** What the checkpoint answered to a question; null: nothing */
  servedCompletion: string | null;
  /** Share of reasonable steps on held-out questions, as the teacher rules */
  reasonableBefore: number | null;
  reasonableAfter: number | null;
};

export async function checkLab(db: Db, lab: Lab): Promise<LabCheck> {
  const say = (line: string) => console.error(line);
  say("Generating with the base model …");
  const data = await generate(db, "Lab check, train", { ...TRAIN, modelId: lab.modelId });
  const held = await generate(db, "Lab check, held out, before", { ...HELD_OUT, modelId: lab.modelId });
  say("Judging …");
  const judged = await judge(db, "Lab check, train", lab, [data]);
  const before = await judge(db, "Lab check, held out, before", lab, [held]);
  say(`Reasonable steps before: ${inWords(before)}`);
  say(`Training, ${UPDATES} updates …`);
  const runId = await train(db, "Lab check", lab, { rolloutRunIds: [data], ...judged, changes: CHANGES });
  const { status, message } = await waitForTraining(db, runId);
  say(`The training run is ${status}${message ? `: ${message}` : ""}`);
  const jobStatus = await readJobStatus(db, runId);
  const model = await db.prisma.model.findFirst({ where: { trainingRunId: runId } });
  const result = { jobStatus, weightsChanged: false, servedCompletion: null, reasonableAfter: null };
  const reasonableBefore = share(before);
  if (!model) return { ...result, reasonableBefore };
  const servedCompletion = await askOnce(db, model.endpointId);
  say(`Its checkpoint "${model.name}" answers: ${servedCompletion ?? "nothing"}`);
  const heldAfter = await generate(db, "Lab check, held out, after", { ...HELD_OUT, modelId: model.id });
  const after = await judge(db, "Lab check, held out, after", lab, [heldAfter]);
  say(`Reasonable steps after: ${inWords(after)}`);
  const weightsChanged = model.weightsHash !== null && model.weightsHash !== lab.weightsHash;
  return { jobStatus, weightsChanged, servedCompletion, reasonableBefore, reasonableAfter: share(after) };
}

async function readJobStatus(db: Db, runId: number): Promise<string> {
  const run = await db.prisma.trainingRun.findUniqueOrThrow({ where: { id: runId }, include: { attempts: true } });
  const job = run.attempts.find(({ attempt }) => attempt === run.attempt);
  const engine = openTrainingEngine(TrainingEngineSettings.parse(run.engineSettings));
  return (job && (await engine.find(job.jobId))?.status) ?? run.status;
}

async function askOnce(db: Db, endpointId: number | null): Promise<string | null> {
  const endpoint = (await listEndpoints(db)).find(({ id }) => id === endpointId);
  if (!endpoint) return null;
  const tested = await testEndpoint(endpoint);
  if (!tested.isWell) throw new StudioError("upstream", `The checkpoint does not answer: ${tested.message}`);
  return tested.text;
}

const share = ({ reasonable, ruled }: Judged) => (ruled === 0 ? null : Number((reasonable / ruled).toFixed(4)));

function inWords({ reasonable, ruled }: Judged): string {
  const interval = wilson(reasonable, ruled);
  if (!interval) return "no step was ruled on";
  const percent = (value: number) => (100 * value).toFixed(1);
  return (
    `${percent(reasonable / ruled)} % of ${ruled} steps ` +
    `(95 % interval ${percent(interval.low)} to ${percent(interval.high)})`
  );
}
