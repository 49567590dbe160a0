/** Whether an arm can be frozen as it is on screen. */
import type { EvaluatedArm, Evaluation } from "../_plan/use-evaluation";

/** The experiment as it is saved; null for one that is not yet */
export type SavedAs = { id: number; name: string; isChanged: boolean } | null;

export type Freezable = { experiment: { id: number; name: string }; arm: EvaluatedArm; fingerprint: string };

/** What freezing it takes, or a sentence why it cannot be frozen now. */
export function freezableOf(key: string, saved: SavedAs, evaluation: Evaluation): Freezable | string {
  if (saved === null) return "Save the experiment first: an arm is frozen as it was saved.";
  if (saved.isChanged) return "Save the changes first: an arm is frozen as it was saved.";
  if (evaluation.problems.has(key)) return "It cannot be evaluated, so there is nothing to freeze.";
  if (evaluation.problems.size > 0)
    return "Another arm cannot be evaluated: change or remove it, save, and freeze then.";
  const arm = evaluation.shown.find((each) => each.key === key)?.arm;
  if (!evaluation.isCurrent || !evaluation.data || !arm) return "Its figures are on their way.";
  if (arm.figures.subTrajectories === 0) return "It keeps nothing, so there is nothing to freeze.";
  return { experiment: { id: saved.id, name: saved.name }, arm, fingerprint: evaluation.data.fingerprint };
}
