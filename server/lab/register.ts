/** Registers a running lab in the studio, by the services that the pages use. The second time changes nothing. */
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { EndpointSettings } from "@/domain/endpoint";
import { StudioError } from "@/domain/errors";
import { TrainingEngineSettings } from "@/domain/training/engine";
import type { Db } from "@/server/db";
import { SaveEndpoint, saveEndpoint } from "@/server/services/endpoint/save";
import { SaveEngine, saveEngine } from "@/server/services/engine/save";
import { importFile } from "@/server/services/import/import-file";
import { SaveModel, saveModel } from "@/server/services/model/save";
import type { LabPlace } from "./place";

/** Requests under way at once; the servers answer what waits in batches. */
const CONCURRENCY = 64;

export type Lab = LabPlace & { engineId: number; modelId: number; policyId: number; teacherId: number };

/** What the parts of a lab are called in the studio. */
export type Names = { engine: string; policy: string; teacher: string; base: string };

export async function registerLab(db: Db, place: LabPlace, names: Names = labNames(place)): Promise<Lab> {
  await moveCheckpoints(db, names.engine, `${place.models}/v1`);
  const engineId = await keepEngine(db, names.engine, place);
  const policyId = await keepEndpoint(db, names.policy, `${place.models}/v1`, place.base);
  const teacherId = await keepEndpoint(db, names.teacher, `${place.teacher}/v1`, "teacher");
  const modelId = await keepModel(db, names.base, policyId, place);
  await importQuestions(db, path.join(place.storage, "questions"));
  return { ...place, engineId, modelId, policyId, teacherId };
}

/** "base" is the lab's usual model; others carry their size and seed. */
function labNames({ base }: LabPlace): Names {
  const named = (name: string) => [name, base.replace(/^base-?/, "")].filter(Boolean).join(" ");
  return { engine: "Lab Ray", policy: named("Lab policy"), teacher: "Lab teacher", base: named("Lab base") };
}

/** The id of the endpoint of that name, made or brought up to date. */
export async function keepEndpoint(db: Db, name: string, baseUrl: string, servedName: string): Promise<number> {
  const found = await db.prisma.endpoint.findUnique({ where: { name }, select: { id: true } });
  const settings = EndpointSettings.parse({ name, baseUrl, servedName, maxConcurrency: CONCURRENCY });
  return (await saveEndpoint(db, SaveEndpoint.parse({ id: found?.id ?? null, ...settings }))).id;
}

async function keepEngine(db: Db, name: string, { ray, models, storage, python }: LabPlace): Promise<number> {
  const found = await db.prisma.trainingEngine.findUnique({ where: { name }, select: { id: true } });
  const settings = TrainingEngineSettings.parse({
    name,
    address: ray,
    storage,
    sharedFolder: storage,
    python,
    resources: { cpus: 1, gpus: 0 },
    serving: { baseUrl: `${models}/v1`, keyVariable: null, maxConcurrency: CONCURRENCY },
  });
  return (await saveEngine(db, SaveEngine.parse({ id: found?.id ?? null, ...settings }))).id;
}

/** Other weights are another model: the one that was served before keeps its trajectories, under a name of its own. */
async function keepModel(db: Db, name: string, endpointId: number, place: LabPlace): Promise<number> {
  const { weightsHash } = place;
  const short = (hash: string) => `${name} ${hash.slice(0, 8)}`;
  const before = await db.prisma.model.findMany({ where: { endpointId, NOT: { weightsHash } } });
  for (const model of before) {
    const own = model.name === name && model.weightsHash ? short(model.weightsHash) : model.name;
    await saveModel(db, SaveModel.parse({ ...model, name: own, endpointId: null, path: null }));
  }
  // The sample's model may have the same weights: it is not the lab's to serve.
  const known = await db.prisma.model.findFirst({ where: { weightsHash, kind: "base", isSample: false } });
  const taken = await db.prisma.model.findUnique({ where: { name } });
  const isFree = !taken && (!known || known.name === short(weightsHash));
  const own = isFree ? name : (known?.name ?? short(weightsHash));
  const settings = { name: own, kind: "base", weightsHash, endpointId, path: path.join(place.storage, place.base) };
  return (await saveModel(db, SaveModel.parse({ id: known?.id ?? null, ...settings }))).id;
}

/** A lab that was started with other ports: what serves its checkpoints has moved with it. */
async function moveCheckpoints(db: Db, name: string, baseUrl: string): Promise<void> {
  const engine = await db.prisma.trainingEngine.findUnique({ where: { name } });
  const before = engine && TrainingEngineSettings.safeParse(engine.settings).data?.serving?.baseUrl;
  if (!before || before === baseUrl) return;
  await db.prisma.endpoint.updateMany({ where: { baseUrl: before }, data: { baseUrl } });
}

async function importQuestions(db: Db, folder: string): Promise<void> {
  for (const name of (await readdir(folder)).sort()) {
    const file = path.join(folder, name);
    const { size } = await stat(file);
    const report = await importFile(db, { fileName: name, body: createReadStream(file), totalBytes: size });
    if (report.status !== "done") throw new StudioError("invalid", `${name} could not be imported: ${report.message}`);
  }
}
