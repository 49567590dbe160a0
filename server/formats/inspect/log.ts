/** What a log says about the whole evaluation: the question set, the rollout run and the scorers' labelling runs. */
import { StudioError } from "@/domain/errors";
import type { StudioRecordInput } from "@/domain/studio-record";
import { keyPart, nameOf, shortHash, text, timestamp } from "../fields";
import { isObject, type JsonObject } from "../json";

export type Log = {
  set: string;
  run: string;
  model: string | null;
  declared: StudioRecordInput[];
  /** The labelling run of a scorer */
  labelling(scorer: string): Extract<StudioRecordInput, { type: "labelling-run" }>;
};

export const isLogHeader = (value: unknown): value is JsonObject & { eval: JsonObject } =>
  isObject(value) && isObject(value.eval) && typeof value.eval.task === "string";

/** Throws StudioError "invalid" for a header that names no task. */
export function readLog(header: unknown): Log {
  if (!isLogHeader(header))
    throw new StudioError("invalid", "This Inspect log does not say which task it is of (eval.task is missing).");
  const evaluation = header.eval;
  const task = text(evaluation.task) ?? "";
  const model = text(evaluation.model) || null;
  const args = isObject(evaluation.task_args) ? evaluation.task_args : {};
  // Arguments of a task can change its questions, so that other arguments make another set.
  const variant = Object.keys(args).length === 0 ? "" : `:${shortHash(JSON.stringify(args))}`;
  const set = `inspect:${keyPart(task)}${variant}`;
  const ids = [evaluation.run_id, evaluation.task_id].map((id) => text(id)).filter((id) => id !== null);
  const run = `inspect:${keyPart(ids.length > 0 ? ids.join(":") : shortHash(JSON.stringify(evaluation)))}`;
  const dataset = isObject(evaluation.dataset) ? evaluation.dataset : {};
  const settings = {
    status: header.status,
    task_args: args,
    model_args: evaluation.model_args,
    generate_config: evaluation.model_generate_config,
    config: evaluation.config,
    packages: evaluation.packages,
  };
  return {
    set,
    run,
    model,
    declared: [
      { type: "question-set", key: set, name: nameOf(task), source: text(dataset.location) ?? text(dataset.name) },
      {
        type: "rollout-run",
        key: run,
        name: nameOf(model === null ? task : `${task} ${model}`),
        purpose: "eval",
        model: model === null ? null : nameOf(model),
        source: "Inspect log",
        settings: JSON.parse(JSON.stringify(settings)),
        createdAt: timestamp(evaluation.created),
      },
    ],
    labelling: (scorer) => ({
      type: "labelling-run",
      key: `${set}:${keyPart(scorer)}`,
      name: nameOf(`${task} ${scorer}`),
      labellerKind: "import",
    }),
  };
}
