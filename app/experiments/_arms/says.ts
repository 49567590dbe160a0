/** What the folded parts of an arm's form say, as they are typed. */
import { asksProcess } from "@/domain/filtering/filter";
import { formatCount } from "@/domain/format";
import type { ArmForm } from "../_plan/arm-form";

export function keptSays({ mode, granularity, contexts }: ArmForm): string {
  const whole = asksProcess(mode) && granularity === "prefixes" ? "reasonable beginnings, too" : "whole trajectories";
  return `${whole}, ${contexts === "once" ? "each context once" : "every context"}`;
}

export function capsSay({ perQuestion, trajectories, contextTokens, weights }: ArmForm): string {
  const parts = [
    perQuestion.trim() && `${perQuestion} a question`,
    trajectories.trim() && `${trajectories} in all`,
    contextTokens.trim() && `contexts up to ${contextTokens} tokens`,
    weights.length > 0 && formatCount(weights.length, "weighed set"),
  ].filter(Boolean);
  return parts.length === 0 ? "none" : parts.join(", ");
}

export const holdOutSays = ({ heldOut }: ArmForm) =>
  heldOut.length === 0 ? "nothing" : formatCount(heldOut.length, "question set");
