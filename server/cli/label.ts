/** `swirl label` */
import { isGradual, metricName } from "@/domain/labelling/metric-words";
import { LabellingPlan, Metric } from "@/domain/labelling/settings";
import type { Db } from "@/server/db";
import { startLabelling } from "@/server/services/labelling/start";
import { freeNameOf, resolveRun } from "@/server/services/runs";
import { notOneOf, UsageError } from "./exit-status";
import { print } from "./print";
import { numberOf, readArgs, readPlan } from "./read-args";
import { RUN_POOL_HELP, RUN_POOL_OPTIONS, runPool } from "./run-pool";
import { FINISH_HELP, FINISH_OPTIONS, finish, readTimeout } from "./work/finish";

const HELP = `Usage: swirl label --metric METRIC [--threshold X] --rollout-run NAME
       swirl label --endpoint NAME [options] --rollout-run NAME
Says of trajectories whether their final answer is correct, by a metric or a model, and waits. The worker of a running
studio does the work.
  --metric METRIC        ${Metric.options.slice(0, 4).join(", ")},
                         ${Metric.options.slice(4).join(", ")}
  --threshold X          of an F1: correct from this value on; 0.5
  --endpoint NAME        a model that says whether the answer means the same as an accepted one; a name or id
  --temperature X        0
  --max-tokens N         tokens of a reply; 512
  --parse-retries N      how often a reply that cannot be read is asked for again; 2
  --seed N               1
  --name NAME            of the run
${RUN_POOL_HELP}
${FINISH_HELP}`;

const OPTIONS = {
  ...RUN_POOL_OPTIONS,
  ...FINISH_OPTIONS,
  metric: { type: "string" },
  threshold: { type: "string" },
  endpoint: { type: "string" },
  temperature: { type: "string" },
  "max-tokens": { type: "string" },
  "parse-retries": { type: "string" },
  seed: { type: "string" },
  name: { type: "string" },
} as const;
type Given = ReturnType<typeof readArgs<typeof OPTIONS>>;

const OF_MODELS = ["temperature", "max-tokens", "parse-retries", "seed"] as const;
/** Where a metric knows more than right and wrong. */
const GRADUAL_THRESHOLD = 0.5;

/** Answers the exit status. */
export async function labelCommand(args: string[], db: Db): Promise<number> {
  const given = readArgs(args, OPTIONS, HELP);
  if (given.help) {
    print(HELP);
    return 0;
  }
  readTimeout(given);
  const { labeller, name } = await labellerOf(db, given);
  const plan = {
    name: given.name ?? (await freeNameOf(db.pool, "labelling run", name.slice(0, 200))),
    pool: await runPool(db, given, HELP),
    labeller,
  };
  const { id } = await startLabelling(db, readPlan(LabellingPlan, plan, HELP));
  return finish(db, "labelling", id, given);
}

async function labellerOf(db: Db, given: Given): Promise<{ labeller: unknown; name: string }> {
  if ((given.metric === undefined) === (given.endpoint === undefined))
    throw new UsageError(`name either a metric with --metric, or a model's endpoint with --endpoint\n\n${HELP}`);
  if (given.metric !== undefined) return byMetric(given, given.metric);
  if (given.threshold !== undefined) throw new UsageError("a model takes no --threshold");
  const { id: endpointId, name } = await resolveRun(db.pool, "endpoint", given.endpoint ?? "");
  const labeller = {
    kind: "model",
    endpointId,
    temperature: numberOf("temperature", given.temperature),
    maxTokens: numberOf("max-tokens", given["max-tokens"]),
    parseRetries: numberOf("parse-retries", given["parse-retries"]),
    seed: numberOf("seed", given.seed),
  };
  return { labeller, name: `${name}, equivalence` };
}

function byMetric(given: Given, written: string): { labeller: unknown; name: string } {
  const beside = OF_MODELS.filter((option) => given[option] !== undefined);
  if (beside.length > 0) throw new UsageError(`a metric takes no --${beside.join(", --")}`);
  const { data: metric } = Metric.safeParse(written);
  if (metric === undefined) throw notOneOf("--metric", written, Metric.options);
  const asked = numberOf("threshold", given.threshold);
  if (asked !== undefined && !isGradual(metric)) throw new UsageError(`${metric} is 0 or 1: it takes no --threshold`);
  const threshold = asked ?? (isGradual(metric) ? GRADUAL_THRESHOLD : 1);
  return { labeller: { kind: "metric", metric, threshold }, name: metricName({ metric, threshold }) };
}
