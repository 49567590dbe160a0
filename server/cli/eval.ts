/** `swirl eval` */
import { randomUUID } from "node:crypto";
import { EvalPlan, EvalWay } from "@/domain/eval/plan";
import { cutText } from "@/domain/plain-text";
import type { Db } from "@/server/db";
import { startEvalMatrix } from "@/server/services/eval/start";
import { suggestEvalSet } from "@/server/services/eval/suggest-set";
import { freeNameOf, resolveRun } from "@/server/services/runs";
import { ENGINE_OPTIONS, engineOf } from "./engine-options";
import { UsageError } from "./exit-status";
import { print } from "./print";
import { numberOf, readArgs, readPlan } from "./read-args";
import { FINISH_HELP, FINISH_OPTIONS, finish, readTimeout } from "./work/finish";

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
  --cpus N, --gpus N     what such a server asks for, and --memory GIB; else as the engine says
  --name NAME            of the whole
${FINISH_HELP}`;

const OPTIONS = {
  ...FINISH_OPTIONS,
  ...ENGINE_OPTIONS,
  model: { type: "string", multiple: true },
  set: { type: "string", multiple: true },
  way: { type: "string", multiple: true },
  limit: { type: "string" },
  samples: { type: "string" },
  temperature: { type: "string" },
  "max-tokens": { type: "string" },
  name: { type: "string" },
} as const;
type Given = ReturnType<typeof readArgs<typeof OPTIONS>>;

/** Answers the exit status. */
export async function evalCommand(args: string[], db: Db): Promise<number> {
  const given = readArgs(args, OPTIONS, HELP);
  if (given.help) {
    print(HELP);
    return 0;
  }
  if (!given.model?.length || !given.set?.length)
    throw new UsageError(`name models with --model and question sets with --set\n\n${HELP}`);
  readTimeout(given);
  const { id } = await startEvalMatrix(db, { key: randomUUID(), plan: await planOf(db, given) });
  return finish(db, "eval", id, given);
}

async function planOf(db: Db, given: Given): Promise<EvalPlan> {
  const questionSets = await Promise.all((given.set ?? []).map((name) => resolveRun(db.pool, "question set", name)));
  const sets = await Promise.all(
    questionSets.map(async ({ id: questionSetId }) => {
      const { settings } = await suggestEvalSet(db, questionSetId);
      return {
        questions: { questionSetId, limit: numberOf("limit", given.limit) ?? null },
        settings: {
          ...settings,
          samples: numberOf("samples", given.samples) ?? settings.samples,
          temperature: numberOf("temperature", given.temperature) ?? settings.temperature,
          maxTokens: numberOf("max-tokens", given["max-tokens"]) ?? settings.maxTokens,
        },
      };
    }),
  );
  const models = await Promise.all((given.model ?? []).map((name) => resolveRun(db.pool, "model", name)));
  const named = (rows: readonly { name: string }[]) => rows.map(({ name }) => name).join(", ");
  // With room for a number
  const suggested = cutText(`${named(models)} on ${named(questionSets)}`, 140);
  const plan = {
    name: given.name ?? (await freeNameOf(db.pool, "eval matrix", suggested)),
    models: models.map(({ id }) => id),
    sets,
    ways: given.way?.map((way) => EvalWay.safeParse(way).data ?? way) ?? ["tools"],
    serving: given.engine === undefined ? null : await engineOf(db, given.engine, given),
  };
  return readPlan(EvalPlan, plan, HELP);
}
