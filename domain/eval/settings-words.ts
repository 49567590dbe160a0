/** How an eval was inferred, in words. */
import type { RolloutSettings } from "../rollout/settings";

type Inference = Pick<RolloutSettings, "tools" | "stepLimit" | "temperature" | "samples">;

const UNKNOWN = "settings not recorded";

/** What evals of one row of the results table share: "greedy, with tools". */
export function wayWords(settings: Inference | null): string {
  if (settings === null) return UNKNOWN;
  return `${settings.temperature === 0 ? "greedy" : "sampled"}, ${settings.tools.length === 0 ? "no tools" : "with tools"}`;
}

/** What two evals must share to be compared: "greedy · calculator and search · 10 steps". */
export function inferenceWords(settings: Inference | null): string {
  if (settings === null) return UNKNOWN;
  const { tools, stepLimit, temperature, samples } = settings;
  return [
    temperature === 0 ? "greedy" : `temperature ${temperature}`,
    tools.length === 0 ? "no tools" : [...tools].sort().join(" and "),
    `${stepLimit} ${stepLimit === 1 ? "step" : "steps"}`,
    ...(samples === 1 ? [] : [`${samples} samples`]),
  ].join(" · ");
}
