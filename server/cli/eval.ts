/** `swirl eval` */

import { randomUUID } from "node:crypto";
import { StudioError } from "@/domain/errors";
import { EvalPlan, EvalWay } from "@/domain/eval/plan";
import { formatInterval, formatNumber, formatShare } from "@/domain/format";
import { cutText } from "@/domain/plain-text";
import type { TrainingResources } from "@/domain/training/engine";
import type { Db } from "@/server/db";
import { isWorthRepeating } from "@/server/engine/database-gone";
import type { EvalMatrix } from "@/server/queries/eval/matrix";
import { openEvalMatrix } from "@/server/services/eval/read";
import { readEvalModels, readServingEngines } from "@/server/services/eval/serving-of";
import { startEvalMatrix } from "@/server/services/eval/start";
import { suggestEvalSet } from "@/server/services/eval/suggest-set";
import { resolveRun } from "@/server/services/runs";
import { align } from "./align";
import { statusOfCells, UsageError } from "./exit-status";
import { forTerminal } from "./for-terminal";
import { readArgs } from "./pool-options";

const HELP = `Usage: swirl eval --model NAME --set NAME [options]
Evaluates every model on every question set, and waits. The worker of a running studio does the work.
  --model NAME           a name or id; may be repeated
  --set KEY|NAME         a question set; may be repeated
  --way tools|alone      as trajectories are generated, or one action without tools; may be repeated; tools
  --limit N              at most so many questions of each set, the same ones for every model
  --samples N            trajectories a question; 1
  --temperature X        0
  --max-tokens N         tokens one action may take
  --engine NAME          a training engine to start servers on, for models that no endpoint answers for
  --cpus N, --gpus N     what such a server asks for; else as the engine says
  --name NAME            of the whole
  --no-wait              starts it and prints its id
  --json                 one JSON object instead of a table
Exit status 0: all done (--no-wait: started); 1: something failed, or it could not be started; 2: called wrongly;
3: nothing failed, but something was cancelled; 128 and more: ended by a signal (130: Ctrl-C), and the evals go on.`;

const OPTIONS = {
  model: { type: "string", multiple: true },
  set: { type: "string", multiple: true },
  way: { type: "string", multiple: true },
  limit: { type: "string" },
  samples: { type: "string" },
  temperature: { type: "string" },
  "max-tokens": { type: "string" },
  engine: { type: "string" },
  cpus: { type: "string" },
  gpus: { type: "string" },
  name: { type: "string" },
  "no-wait": { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;
type Given = ReturnType<typeof readArgs<typeof OPTIONS>>;

const LOOK_MS = 1_000;
const SAY_MS = 10_000;

/** Answers the exit status. */
export async function evalCommand(args: string[], db: Db): Promise<number> {
  const given = readArgs(args, OPTIONS, HELP);
  if (given.help) {
    print(HELP);
    return 0;
  }
  if (!given.model?.length || !given.set?.length)
    throw new UsageError(`name models with --model and question sets with --set\n\n${HELP}`);
  const plan = await planOf(db, given);
  const { id } = await startEvalMatrix(db, { key: randomUUID(), plan });
  if (given["no-wait"]) {
    print(given.json ? JSON.stringify({ matrix: id, status: "running" }) : `Started eval matrix ${id}.`);
    return 0;
  }
  const matrix = await untilOver(db, id);
  print(given.json ? JSON.stringify(asJson(matrix)) : asText(matrix));
  return statusOfCells(matrix.cells);
}

async function planOf(db: Db, given: Given): Promise<EvalPlan> {
  const questionSets = await Promise.all((given.set ?? []).map((name) => resolveRun(db.pool, "question set", name)));
  const sets = await Promise.all(
    questionSets.map(async ({ id: questionSetId }) => {
      const { settings } = await suggestEvalSet(db, questionSetId);
      return {
        questions: { questionSetId, limit: numberOf(given, "limit") ?? null },
        settings: {
          ...settings,
          samples: numberOf(given, "samples") ?? settings.samples,
          temperature: numberOf(given, "temperature") ?? settings.temperature,
          maxTokens: numberOf(given, "max-tokens") ?? settings.maxTokens,
        },
      };
    }),
  );
  const models = await modelsOf(db, given.model ?? []);
  const read = EvalPlan.safeParse({
    name:
      given.name ??
      cutText(
        `${models.map(({ name }) => name).join(", ")} on ${questionSets.map(({ name }) => name).join(", ")}`,
        150,
      ),
    models: models.map(({ id }) => id),
    sets,
    ways: given.way?.map((way) => EvalWay.safeParse(way).data ?? way) ?? ["tools"],
    serving: await servingOf(db, given),
  });
  if (read.data) return read.data;
  const [issue] = read.error.issues;
  throw new UsageError(`${issue?.path.join(".")}: ${issue?.message}\n\n${HELP}`);
}

function numberOf(given: Given, option: "limit" | "samples" | "temperature" | "max-tokens" | "cpus" | "gpus") {
  const text = given[option];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new UsageError(`--${option} takes a number, not "${text}"`);
  return value;
}

async function modelsOf(db: Db, names: readonly string[]) {
  const all = await readEvalModels(db.pool);
  return names.map((given) => {
    const found = all.find(({ id }) => String(id) === given) ?? all.find(({ name }) => name === given);
    if (found) return found;
    const known = all.slice(0, 20).map(({ name }) => name);
    throw new StudioError(
      "not-found",
      `No model is called "${given}". ${known.length > 0 ? `There are: ${known.join(", ")}.` : "There is no model yet."}`,
    );
  });
}

async function servingOf(db: Db, given: Given): Promise<EvalPlan["serving"]> {
  if (given.engine === undefined) return null;
  const engines = await readServingEngines(db.pool);
  const engine = engines.find(({ id, name }) => String(id) === given.engine || name === given.engine);
  if (!engine)
    throw new StudioError(
      "not-found",
      `No training engine is called "${given.engine}". ${engines.length > 0 ? `There are: ${engines.map(({ name }) => name).join(", ")}.` : "There is none yet."}`,
    );
  const resources: TrainingResources = {
    ...engine.resources,
    cpus: numberOf(given, "cpus") ?? engine.resources.cpus,
    gpus: numberOf(given, "gpus") ?? engine.resources.gpus,
  };
  return { engineId: engine.id, resources };
}

/** Also while the database is away: the evals go on once it is back. */
async function untilOver(db: Db, id: number): Promise<EvalMatrix> {
  let saidAt = 0;
  const say = (text: string) => {
    console.error(forTerminal(text));
    saidAt = Date.now();
  };
  for (;;) {
    const isDue = Date.now() - saidAt > SAY_MS;
    try {
      const matrix = await openEvalMatrix(db, id);
      if (matrix.status !== "running") return matrix;
      if (isDue) say(await progressOf(db, matrix));
    } catch (error) {
      if (!isWorthRepeating(error)) throw error;
      if (isDue) say(`Eval matrix ${id}: the database does not answer. It is asked again.`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

async function progressOf(db: Db, { id, cells }: EvalMatrix): Promise<string> {
  const over = cells.filter(({ status }) => ["done", "failed", "cancelled"].includes(status)).length;
  const now = cells.find(({ status }) => status !== "waiting" && !["done", "failed", "cancelled"].includes(status));
  const { rows } = await db.pool.query(
    "SELECT EXISTS (SELECT 1 FROM worker WHERE heartbeat_at > now() - interval '10 seconds') AS alive",
  );
  const idle = rows[0]?.alive ? "" : "; no worker is running: start the studio";
  const current = now
    ? `; ${now.modelName} on ${now.setName}: ${now.status}${now.run ? ` ${now.run.done} of ${now.run.planned}` : ""}${now.message ? ` (${now.message})` : ""}`
    : "";
  return `Eval matrix ${id}: ${over} of ${cells.length}${current}${idle}`;
}

function asJson({ id, name, status, cells }: EvalMatrix) {
  return {
    matrix: id,
    name,
    status,
    cells: cells.map((cell) => ({
      model: cell.modelName,
      set: cell.setName,
      way: cell.way,
      status: cell.status,
      message: cell.message,
      rolloutRun: cell.rolloutRun,
      labellingRun: cell.labellingRun,
      trajectories: cell.run?.done ?? 0,
      labelled: cell.labelled,
      correct: cell.correct,
      accuracy: cell.accuracy && { share: cell.accuracy.share, low: cell.accuracy.low, high: cell.accuracy.high },
    })),
  };
}

function asText({ id, name, status, cells }: EvalMatrix): string {
  const table = cells.map(({ modelName, setName, way, status: of, accuracy, message }) => [
    modelName,
    setName,
    way,
    of,
    accuracy ? formatShare(accuracy.share) : "–",
    accuracy ? formatInterval(accuracy) : "–",
    accuracy ? formatNumber(accuracy.n) : "0",
    message ?? "",
  ]);
  return `Eval matrix ${id}, ${name}: ${status}\n${align([["model", "question set", "way", "", "accuracy", "95 %", "n", ""], ...table])}`;
}

const print = (text: string) => void process.stdout.write(`${forTerminal(text)}\n`);
