/** `swirl judge` */
import { DEFAULT_TEMPLATE } from "@/domain/judging/default-template";
import { JudgingPlan, Rule } from "@/domain/judging/settings";
import type { Db } from "@/server/db";
import { startJudging } from "@/server/services/judging/start";
import { listTemplates } from "@/server/services/judging/templates";
import { freeNameOf, resolveRun } from "@/server/services/runs";
import { notOneOf, UsageError } from "./exit-status";
import { print } from "./print";
import { numberOf, readArgs, readPlan } from "./read-args";
import { RUN_POOL_HELP, RUN_POOL_OPTIONS, runPool } from "./run-pool";
import { FINISH_HELP, FINISH_OPTIONS, finish, readTimeout } from "./work/finish";

const HELP = `Usage: swirl judge --endpoint NAME [--template NAME] [options] --rollout-run NAME
       swirl judge --rule RULE … --rollout-run NAME
Has a model or rules judge every step of trajectories, and waits. The worker of a running studio does the work.
  --endpoint NAME        where the judge answers; a name or id
  --template NAME        its prompt; NAME@2 is the second version, an id works too; "${DEFAULT_TEMPLATE.name}"
  --votes N              replies a step; 1
  --logprobs             the score is the probability of "reasonable", where the endpoint tells
  --temperature X        0
  --max-tokens N         tokens of a reply; 1024
  --parse-retries N      how often a reply that cannot be read is asked for again; 2
  --seed N               1
  --rule RULE            ${Rule.options.join(", ")}; may be repeated
  --name NAME            of the run
${RUN_POOL_HELP}
${FINISH_HELP}`;

const OPTIONS = {
  ...RUN_POOL_OPTIONS,
  ...FINISH_OPTIONS,
  endpoint: { type: "string" },
  template: { type: "string" },
  votes: { type: "string" },
  logprobs: { type: "boolean" },
  temperature: { type: "string" },
  "max-tokens": { type: "string" },
  "parse-retries": { type: "string" },
  seed: { type: "string" },
  rule: { type: "string", multiple: true },
  name: { type: "string" },
} as const;
type Given = ReturnType<typeof readArgs<typeof OPTIONS>>;

/** What only a model is told. */
const OF_MODELS = ["template", "votes", "logprobs", "temperature", "max-tokens", "parse-retries", "seed"] as const;

/** Answers the exit status. */
export async function judgeCommand(args: string[], db: Db): Promise<number> {
  const given = readArgs(args, OPTIONS, HELP);
  if (given.help) {
    print(HELP);
    return 0;
  }
  readTimeout(given);
  const { judge, name } = await judgeOf(db, given);
  const plan = {
    name: given.name ?? (await freeNameOf(db.pool, "judging run", name.slice(0, 200))),
    pool: await runPool(db, given, HELP),
    judge,
  };
  const { id } = await startJudging(db, readPlan(JudgingPlan, plan, HELP));
  return finish(db, "judging", id, given);
}

async function judgeOf(db: Db, given: Given): Promise<{ judge: unknown; name: string }> {
  const { endpoint, rule } = given;
  if ((endpoint === undefined) === (rule === undefined))
    throw new UsageError(`name either a judge's endpoint with --endpoint, or rules with --rule\n\n${HELP}`);
  if (endpoint === undefined) {
    const beside = OF_MODELS.filter((option) => given[option] !== undefined);
    if (beside.length > 0) throw new UsageError(`rules take no --${beside.join(", --")}`);
    const rules = [...new Set(rule)];
    const unknown = rules.find((one) => !Rule.safeParse(one).success);
    if (unknown !== undefined) throw notOneOf("--rule", unknown, Rule.options);
    return { judge: { kind: "rule", rules }, name: `Rules: ${rules.join(", ")}` };
  }
  const { id: endpointId, name } = await resolveRun(db.pool, "endpoint", endpoint);
  const template = await templateOf(db, given.template);
  const judge = {
    kind: "model",
    endpointId,
    templateId: template.id,
    votes: numberOf("votes", given.votes),
    useLogprobs: given.logprobs,
    temperature: numberOf("temperature", given.temperature),
    maxTokens: numberOf("max-tokens", given["max-tokens"]),
    parseRetries: numberOf("parse-retries", given["parse-retries"]),
    seed: numberOf("seed", given.seed),
  };
  return { judge, name: `${name}, ${template.name} v${template.version}` };
}

/** The studio's own where none is named. Throws not-found. */
export async function templateOf(db: Db, name: string = DEFAULT_TEMPLATE.name) {
  // The studio's own is there once templates were looked at.
  await listTemplates(db);
  return resolveRun(db.pool, "judge's template", name);
}
