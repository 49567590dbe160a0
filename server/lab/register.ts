/** Registers a running lab in the studio, by the services that the pages use. The second time changes nothing. */
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { EndpointSettings } from "@/domain/endpoint";
import { StudioError } from "@/domain/errors";
import { TrainingEngineSettings } from "@/domain/training/engine";
import type { Db } from "@/server/db";
import { SaveEndpoint, saveEndpoint } from "@/server/services/endpoint/save";
import { importFile } from "@/server/services/import/import-file";
import { SaveModel, saveModel } from "@/server/services/model/save";
import type { LabPlace } from "./place";

const ENGINE = "Lab Ray";
/** Requests under way at once; the servers answer what waits in batches. */
const CONCURRENCY = 64;

export type Lab = LabPlace & { engineId: number; modelId: number; policyId: number; teacherId: number };

export async function registerLab(db: Db, place: LabPlace): Promise<Lab> {
  // "base" is the lab's usual model; others carry their size and seed.
  const suffix = place.base.replace(/^base-?/, "");
  const named = (name: string) => [name, suffix].filter(Boolean).join(" ");
  await moveCheckpoints(db, `${place.models}/v1`);
  const engineId = await keepEngine(db, place);
  const policyId = await keepEndpoint(db, named("Lab policy"), `${place.models}/v1`, place.base);
  const teacherId = await keepEndpoint(db, "Lab teacher", `${place.teacher}/v1`, "teacher");
  const modelId = await keepModel(db, named("Lab base"), policyId, place);
  await importQuestions(db, path.join(place.storage, "questions"));
  return { ...place, engineId, modelId, policyId, teacherId };
}

async function keepEndpoint(db: Db, name: string, baseUrl: string, servedName: string): Promise<number> {
  const found = await db.prisma.endpoint.findUnique({ where: { name }, select: { id: true } });
  const settings = EndpointSettings.parse({ name, baseUrl, servedName, maxConcurrency: CONCURRENCY });
  return (await saveEndpoint(db, SaveEndpoint.parse({ id: found?.id ?? null, ...settings }))).id;
}

async function keepEngine(db: Db, { ray, models, storage, python }: LabPlace): Promise<number> {
  const settings = TrainingEngineSettings.parse({
    name: ENGINE,
    address: ray,
    storage,
    sharedFolder: storage,
    python,
    resources: { cpus: 1, gpus: 0 },
    serving: { baseUrl: `${models}/v1`, keyVariable: null, maxConcurrency: CONCURRENCY },
  });
  const data = { name: ENGINE, settings };
  const saved = await db.prisma.trainingEngine.upsert({ where: { name: ENGINE }, create: data, update: data });
  return saved.id;
}

/** Other weights under the same name are another model: trajectories of the first stay its own. */
async function keepModel(db: Db, name: string, endpointId: number, place: LabPlace): Promise<number> {
  const { weightsHash } = place;
  const settings = { kind: "base", weightsHash, endpointId, path: path.join(place.storage, place.base) };
  const known = await db.prisma.model.findFirst({
    where: { weightsHash, kind: "base" },
    select: { id: true, name: true },
  });
  const taken = await db.prisma.model.findUnique({ where: { name }, select: { id: true } });
  const own = known?.name ?? (taken ? `${name} ${weightsHash.slice(0, 8)}` : name);
  return (await saveModel(db, SaveModel.parse({ id: known?.id ?? null, name: own, ...settings }))).id;
}

/** A lab that was started with other ports: what serves its checkpoints has moved with it. */
async function moveCheckpoints(db: Db, baseUrl: string): Promise<void> {
  const engine = await db.prisma.trainingEngine.findUnique({ where: { name: ENGINE } });
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
