/** How an eval was inferred, in words. */
import type { RolloutSettings } from "../rollout/settings";

type Inference = Pick<RolloutSettings, "tools" | "stepLimit" | "temperature" | "samples"> &
  Partial<Pick<RolloutSettings, "topP" | "topK">>;

export const UNKNOWN_SETTINGS = "settings not recorded";

/** What evals of one row of the results table share: "greedy, with tools". */
export function wayWords(settings: Inference | null): string {
  if (settings === null) return UNKNOWN_SETTINGS;
  return `${settings.temperature === 0 ? "greedy" : "sampled"}, ${settings.tools.length === 0 ? "no tools" : "with tools"}`;
}

/** The settings that one looks for first: "greedy · calculator and search · 10 steps". */
export function inferenceWords(settings: Inference | null): string {
  if (settings === null) return UNKNOWN_SETTINGS;
  const { tools, stepLimit, temperature, samples, topP = 1, topK = null } = settings;
  const isSampled = temperature > 0;
  return [
    isSampled ? `temperature ${temperature}` : "greedy",
    ...(isSampled && topP < 1 ? [`top-p ${topP}`] : []),
    ...(isSampled && topK !== null ? [`top-k ${topK}`] : []),
    tools.length === 0 ? "no tools" : [...tools].sort().join(" and "),
    `${stepLimit} ${stepLimit === 1 ? "step" : "steps"}`,
    ...(samples === 1 ? [] : [`${samples} samples`]),
  ].join(" · ");
}
