/**
 * `npm run lab:record`: one whole round of the lab, kept in the repository as the sample pool. What is asked, trained and
 * measured was fixed before a result was seen (docs/sample-pool.md).
 */
import { StudioError } from "@/domain/errors";
import { EMPTY_POOL } from "@/domain/pool";
import { TrainingEngineSettings } from "@/domain/training/engine";
import { openTrainingEngine } from "@/server/adapters/training/open";
import type { Db } from "@/server/db";
import { openExport } from "@/server/services/export/deliver";
import { prepareExport } from "@/server/services/export/prepare";
import type { Provenance } from "@/server/services/sample/provenance";
import { evaluate, generate, judgeBy, label, train } from "./loop";
import { countParameters } from "./parameters";
import type { RecordPlace } from "./place";
import { keepEndpoint, type Lab, type Names } from "./register";
import { readTrained } from "./trained";
import { waitForTraining } from "./wait";

/** Not those of the lab, which may stand beside it in a studio. */
export const SAMPLE_NAMES: Names = {
  engine: "Sample Ray",
  policy: "Sample policy",
  teacher: "Sample teacher",
  base: "Sample base",
};

const ARITHMETIC = { set: "sample-arithmetic", questions: 60, samples: 4, temperature: 1 };
const ENCYCLOPEDIA = { set: "sample-encyclopedia", questions: 40, samples: 3, temperature: 1 };
const ARITHMETIC_HELD_OUT = { set: "sample-arithmetic-held-out", questions: 100, samples: 1, temperature: 0 };
const ENCYCLOPEDIA_HELD_OUT = { set: "sample-encyclopedia-held-out", questions: 60, samples: 1, temperature: 0 };
/** The recipe's config as it is, with fewer contexts written down. */
const CHANGES = { "output.watched_contexts": 12 };
const SEEDS = { rollouts: 1, training: 1 };

const say = (line: string) => console.error(line);

export type Recording = { lines: string[]; provenance: Omit<Provenance, "counts" | "sha256"> };

export async function recordRound(db: Db, lab: Lab, place: RecordPlace): Promise<Recording> {
  const recordedAt = new Date().toISOString();
  const second = await keepEndpoint(db, "Sample teacher 2", `${place.teacher}/v1`, "teacher-2");

  say("Generating with the base model …");
  const { modelId } = lab;
  const data: [number, number] = [
    await generate(db, "Base model, arithmetic", { ...ARITHMETIC, modelId }),
    await generate(db, "Base model, encyclopedia", { ...ENCYCLOPEDIA, modelId }),
  ];
  say("Judging and labelling …");
  const teacher = { endpointId: lab.teacherId, useLogprobs: true };
  // The judge that counts comes last: where none is chosen, a page goes by the newest.
  await judgeBy(db, "Rules", { rules: ["calculator-call-valid", "no-repeated-query", "answer-present"] }, data);
  await judgeBy(db, "Teacher 2", { endpointId: second, useLogprobs: true }, data);
  const judged = await judgeBy(db, "Teacher", teacher, data);
  const [arithmetic, encyclopedia] = data;
  await label(db, "GSM8K, exact", "gsm8k-strict", [arithmetic]);
  await label(db, "HotpotQA, exact match", "hotpotqa-em", [encyclopedia]);

  const training = { rolloutRunIds: data, judgingRunId: judged.judgingRunId, changes: CHANGES };
  const trained = [
    await trainOne(db, "SWiRL on what process keeps", lab, { ...training, algorithm: "swirl" }),
    await trainOne(db, "SFT on what process keeps", lab, { ...training, algorithm: "sft" }),
  ];

  say("Asking the held-out questions …");
  const heldOut = await evaluate(db, "Held-out questions", {
    modelIds: [modelId, ...trained.map(({ id }) => id)],
    sets: [ARITHMETIC_HELD_OUT, ENCYCLOPEDIA_HELD_OUT],
  });
  await judgeBy(db, "Teacher, held out", teacher, heldOut);

  const { versions, codeVersion } = await readTrained(db);
  return {
    lines: await exportLines(db),
    provenance: {
      recordedAt,
      command: "npm run lab:record",
      codeVersion,
      model: {
        size: place.size,
        seed: place.seed,
        parameters: await countParameters(`${place.storage}/${place.base}/model.safetensors`),
        weightsHash: place.weightsHash,
      },
      judges: [
        { name: "Teacher", errorRate: place.errorRate },
        { name: "Teacher 2", errorRate: place.errorRates["teacher-2"] ?? place.errorRate },
      ],
      seeds: { model: place.seed, teacher: place.seed, ...SEEDS },
      versions: { ...versions, ...(await rayVersion(db, lab)) },
    },
  };
}

async function trainOne(
  db: Db,
  name: string,
  lab: Lab,
  training: Parameters<typeof train>[3],
): Promise<{ name: string; id: number }> {
  say(`Training: ${name} …`);
  const runId = await train(db, name, lab, training);
  const { status, message } = await waitForTraining(db, runId);
  const model = await db.prisma.model.findFirst({ where: { trainingRunId: runId } });
  if (status !== "done" || !model)
    throw new StudioError("upstream", `The training run "${name}" is ${status}: ${message ?? "it left no model"}`);
  return model;
}

async function exportLines(db: Db): Promise<string[]> {
  const id = await prepareExport(db, {
    ...{ format: "swirl", pool: EMPTY_POOL, mode: "none", file: "jsonl", gzip: false },
  });
  const blocks: Buffer[] = [];
  for await (const block of (await openExport(db, id)).chunks) blocks.push(block);
  return Buffer.concat(blocks).toString("utf8").trimEnd().split("\n");
}

async function rayVersion(db: Db, { engineId }: Lab): Promise<Record<string, string>> {
  const { settings } = await db.prisma.trainingEngine.findUniqueOrThrow({ where: { id: engineId } });
  const { version } = await openTrainingEngine(TrainingEngineSettings.parse(settings)).test();
  const [name = "Ray", number = version] = version.split(" ");
  return { [name.toLowerCase()]: number };
}
