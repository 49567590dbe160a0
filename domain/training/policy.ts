/** Whether a training run was on-policy, as far as it is known once the trainer has read the base model's weights. */
import type { TrainingCheck } from "./plan";

export type Policy = {
  policy: TrainingCheck["policy"];
  /** Both hashes, where the trainer read other weights than the model's own */
  otherWeights: { read: string; model: string } | null;
};

/** What was found at the launch is about the model's recorded hash: it says nothing of a run that read other weights. */
export function policyAsRead(launched: TrainingCheck["policy"], model: string | null, read: string | null): Policy {
  if (model === null || read === null || model === read) return { policy: launched, otherWeights: null };
  return { policy: "unknown", otherWeights: { read, model } };
}
