/** `swirl filter` */
import { randomUUID } from "node:crypto";
import { StudioError } from "@/domain/errors";
import { ExperimentPlan, MODE_NAMES } from "@/domain/experiment";
import { FilterMode } from "@/domain/filter";
import { type Filter, paperFilter } from "@/domain/filtering/filter";
import { FreezeRequest } from "@/domain/training-set/training-set";
import type { Db } from "@/server/db";
import { defaultLabellingRun } from "@/server/queries/default-labelling-run";
import { type EvaluatedExperiment, evaluateExperiment } from "@/server/services/experiment/evaluate";
import { readExperiment } from "@/server/services/experiment/read";
import { saveExperiment } from "@/server/services/experiment/save";
import { poolOfFilter } from "@/server/services/export/pool-of-filter";
import { freeNameOf, resolveRun } from "@/server/services/runs";
import { startFreezing } from "@/server/services/training-set/start";
import { UsageError } from "./exit-status";
import { figuresText } from "./filter-figures";
import { readFilter, readMode } from "./filter-options";
import { POOL_HELP, POOL_OPTIONS, poolFromOptions } from "./pool-options";
import { print, printJson } from "./print";
import { readArgs, readPlan } from "./read-args";
import { FINISH_HELP, FINISH_OPTIONS, finish, readTimeout } from "./work/finish";

const HELP = `Usage: swirl filter --mode MODE --judging-run NAME [--freeze NAME] [pool options]
       swirl filter --filter FILE [--freeze NAME] [pool options]
       swirl filter --experiment NAME --arm NAME [--freeze NAME]
Prints what a filter keeps of a pool, or freezes it as a training set and waits; the worker of a running studio does that.
  --mode MODE            ${FilterMode.options.join(", ")}
  --filter FILE          a whole filter as JSON, in place of --mode, --judging-run and --labelling-run
  --experiment NAME      a saved experiment, in place of all these and of a pool; a name or id
  --arm NAME             one of its arms
  --freeze NAME          the training set; a name that there is gets its next version. Without --experiment, the filter is
                         kept as an experiment of that name, too
${POOL_HELP}
With --freeze:
${FINISH_HELP}`;

const OPTIONS = {
  ...POOL_OPTIONS,
  ...FINISH_OPTIONS,
  mode: { type: "string" },
  filter: { type: "string" },
  experiment: { type: "string" },
  arm: { type: "string" },
  freeze: { type: "string" },
} as const;
type Given = ReturnType<typeof readArgs<typeof OPTIONS>>;

/** What stands in the way of an experiment, which says all of it, and of a filter. */
const SAID_BY = {
  experiment: ["mode", "filter", "judging-run", "labelling-run", "set", "rollout-run", "pool"],
  filter: ["mode", "judging-run", "labelling-run", "arm"],
  mode: ["arm"],
} as const;

/** What is looked at: the arm of a plan, and the experiment where it is saved. */
type Chosen = { plan: Pick<ExperimentPlan, "pool" | "arms" | "matching">; arm: string; experimentId: number | null };

/** Answers the exit status. */
export async function filterCommand(args: string[], db: Db): Promise<number> {
  const given = readArgs(args, OPTIONS, HELP);
  if (given.help) {
    print(HELP);
    return 0;
  }
  readTimeout(given);
  const chosen = await choose(db, given);
  const evaluated = await evaluateExperiment(db, chosen.plan);
  if (given.freeze !== undefined) return freeze(db, given, given.freeze, chosen, evaluated);
  const { figures, heldOut, filter } = armOf(evaluated, chosen.arm);
  const { pool, fingerprint } = evaluated;
  if (given.json)
    printJson({ experiment: chosen.experimentId, arm: chosen.arm, filter, pool, figures, heldOut, fingerprint });
  else print(figuresText(chosen.arm, pool, figures, heldOut));
  return 0;
}

async function choose(db: Db, given: Given): Promise<Chosen> {
  const [by, other] = (["experiment", "filter", "mode"] as const).filter((option) => given[option] !== undefined);
  if (by === undefined) throw new UsageError(`say what is kept: --mode ${FilterMode.options.join("|")}\n\n${HELP}`);
  const beside = SAID_BY[by].filter((option) => given[option] !== undefined);
  if (beside.length > 0 || other !== undefined)
    throw new UsageError(`--${by} goes without --${[...new Set([...beside, ...(other ? [other] : [])])].join(", --")}`);
  if (given.experiment !== undefined) return savedArm(db, given.experiment, given.arm);
  const filter = given.filter === undefined ? await filterOfMode(db, given) : await readFilter(given.filter);
  const pool = poolOfFilter(await poolFromOptions(db, given), filter);
  const arm = MODE_NAMES[filter.mode];
  return { plan: { pool, arms: [{ name: arm, filter }], matching: false }, arm, experimentId: null };
}

async function savedArm(db: Db, name: string, arm: string | undefined): Promise<Chosen> {
  const { id } = await resolveRun(db.pool, "experiment", name);
  const plan = await readExperiment(db, id);
  const arms = plan.arms.map((one) => one.name);
  if (arm === undefined || !arms.includes(arm))
    throw new UsageError(`name one of its arms with --arm: ${arms.join(", ")}`);
  return { plan, arm, experimentId: id };
}

async function filterOfMode(db: Db, given: Given): Promise<Filter> {
  const mode = readMode(given.mode ?? "");
  if (given["judging-run"] === undefined) throw new UsageError(`name a judging run: --judging-run NAME\n\n${HELP}`);
  const pool = await poolFromOptions(db, given);
  return paperFilter(mode, pool.judge, pool.labels ?? (await defaultLabellingRun(db.pool, pool)));
}

async function freeze(
  db: Db,
  given: Given,
  name: string,
  { plan, arm, experimentId }: Chosen,
  evaluated: EvaluatedExperiment,
): Promise<number> {
  const { fingerprint } = evaluated;
  if (armOf(evaluated, arm).figures.subTrajectories === 0)
    throw new StudioError("precondition", "This arm keeps nothing, so there is nothing to freeze.");
  const asked = { key: randomUUID(), arm, fingerprint, name };
  // Before an experiment is kept for it.
  readPlan(FreezeRequest.omit({ experimentId: true }), asked, HELP);
  const saved = experimentId ?? (await keep(db, name, plan));
  const { id } = await startFreezing(db, readPlan(FreezeRequest, { ...asked, experimentId: saved }, HELP));
  return finish(db, "training-set", id, given);
}

/** Keeps the filter as an experiment. Answers its id. */
async function keep(db: Db, name: string, plan: Chosen["plan"]): Promise<number> {
  const named = { ...plan, name: await freeNameOf(db.pool, "experiment", name) };
  const { id } = await saveExperiment(db, { ...readPlan(ExperimentPlan, named, HELP), id: null, clonedFrom: null });
  return id;
}

function armOf({ arms }: EvaluatedExperiment, name: string) {
  const arm = arms.find((one) => one.name === name);
  if (!arm) throw new RangeError(`The plan has no arm "${name}".`);
  return arm;
}
