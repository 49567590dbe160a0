/** Settings to begin a rollout run with, by what its question set offers. */
import { RolloutSettings, type ToolName } from "./settings";
import { defaultStepLimit, defaultSystemPrompt } from "./system-prompt";

type SetFacts = { metric: string | null; corpusId: number | null; passages: number };

/** Search where the set brings passages, the calculator where it asks for numbers or says nothing, else no tool. */
export function defaultTools(set: SetFacts | null): ToolName[] {
  if (set && set.corpusId !== null && set.passages > 0) return ["search"];
  return set === null || set.metric === null || set.metric === "gsm8k" ? ["calculator"] : [];
}

export function defaultSettings(set: SetFacts | null): RolloutSettings {
  const tools = defaultTools(set);
  const stepLimit = defaultStepLimit(tools);
  return RolloutSettings.parse({
    tools,
    stepLimit,
    search: tools.includes("search") && set?.corpusId ? { kind: "corpus", corpusId: set.corpusId } : null,
    systemPrompt: defaultSystemPrompt({ protocol: "tags", tools, stepLimit }),
  });
}
