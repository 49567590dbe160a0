/** `swirl rollouts` */
import { RolloutPlan } from "@/domain/rollout/settings";
import { defaultSystemPrompt } from "@/domain/rollout/system-prompt";
import type { Db } from "@/server/db";
import { startRollout } from "@/server/services/rollout/start";
import { suggestRollout } from "@/server/services/rollout/suggest";
import { freeNameOf, resolveRun } from "@/server/services/runs";
import { UsageError } from "./exit-status";
import { print } from "./print";
import { numberOf, readArgs, readOptionJson, readPlan } from "./read-args";
import { FINISH_HELP, FINISH_OPTIONS, finish, readTimeout } from "./work/finish";

const HELP = `Usage: swirl rollouts --model NAME --set KEY|NAME [options]
Has a model answer a question set's questions step by step, and waits. The worker of a running studio does the work.
  --model NAME           a name or id; an endpoint must serve it
  --set KEY|NAME         the question set
  --limit N              at most so many of its questions, drawn by --draw-seed N; all
  --samples N            trajectories a question; 5
  --temperature X        1
  --max-tokens N         tokens one action may take; 1024
  --step-limit N         actions a trajectory
  --seed N               of sampling; 1
  --settings FILE        any of the run's settings as a JSON object, such as {"protocol": "native", "topk": 5}
  --purpose WORD         generate, or eval; generate
  --name NAME            of the run
${FINISH_HELP}`;

const OPTIONS = {
  ...FINISH_OPTIONS,
  model: { type: "string" },
  set: { type: "string" },
  limit: { type: "string" },
  "draw-seed": { type: "string" },
  samples: { type: "string" },
  temperature: { type: "string" },
  "max-tokens": { type: "string" },
  "step-limit": { type: "string" },
  seed: { type: "string" },
  settings: { type: "string" },
  purpose: { type: "string" },
  name: { type: "string" },
} as const;
type Given = ReturnType<typeof readArgs<typeof OPTIONS>>;

/** Answers the exit status. */
export async function rolloutsCommand(args: string[], db: Db): Promise<number> {
  const given = readArgs(args, OPTIONS, HELP);
  if (given.help) {
    print(HELP);
    return 0;
  }
  readTimeout(given);
  const { id } = await startRollout(db, await planOf(db, given));
  return finish(db, "rollout", id, given);
}

async function planOf(db: Db, given: Given): Promise<RolloutPlan> {
  const { model, set } = given;
  if (model === undefined || set === undefined)
    throw new UsageError(`name a model with --model and a question set with --set\n\n${HELP}`);
  const { id: modelId } = await resolveRun(db.pool, "model", model);
  const { id: questionSetId } = await resolveRun(db.pool, "question set", set);
  const suggested = await suggestRollout(db, { questionSetId, modelId });
  const plan = {
    name: given.name ?? (await freeNameOf(db.pool, "rollout run", suggested.name.slice(0, 200))),
    purpose: given.purpose,
    modelId,
    questions: {
      questionSetId,
      limit: numberOf("limit", given.limit) ?? null,
      drawSeed: numberOf("draw-seed", given["draw-seed"]),
    },
    settings: await settingsOf(given, suggested.settings),
  };
  return readPlan(RolloutPlan, plan, HELP);
}

async function settingsOf(given: Given, suggested: RolloutPlan["settings"]): Promise<Record<string, unknown>> {
  const written = given.settings === undefined ? {} : await readOptionJson("settings", given.settings);
  const unknown = Object.keys(written).filter((name) => !Object.hasOwn(suggested, name));
  if (unknown.length > 0)
    throw new UsageError(
      `--settings: there is no ${unknown.join(", ")}; there are ${Object.keys(suggested).join(", ")}`,
    );
  const options = {
    samples: numberOf("samples", given.samples),
    temperature: numberOf("temperature", given.temperature),
    maxTokens: numberOf("max-tokens", given["max-tokens"]),
    stepLimit: numberOf("step-limit", given["step-limit"]),
    seed: numberOf("seed", given.seed),
  };
  const changed = {
    ...written,
    ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
  };
  const settings = { ...suggested, ...changed };
  // The suggested prompt tells of protocol, tools and steps: one that tells of others would mislead the model.
  return "systemPrompt" in changed ? settings : { ...settings, systemPrompt: defaultSystemPrompt(settings) };
}
