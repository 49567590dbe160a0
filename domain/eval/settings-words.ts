/** How an eval was inferred, in words: what two evals must share to be compared. */
import type { RolloutSettings } from "../rollout/settings";

type Inference = Pick<RolloutSettings, "tools" | "stepLimit" | "temperature" | "samples" | "protocol">;

/** "greedy · calculator and search · 10 steps"; null settings were not recorded. */
export function inferenceWords(settings: Inference | null): string {
  if (settings === null) return "settings not recorded";
  const { tools, stepLimit, temperature, samples } = settings;
  return [
    temperature === 0 ? "greedy" : `temperature ${temperature}`,
    tools.length === 0 ? "no tools" : [...tools].sort().join(" and "),
    `${stepLimit} ${stepLimit === 1 ? "step" : "steps"}`,
    ...(samples === 1 ? [] : [`${samples} samples`]),
  ].join(" · ");
}
