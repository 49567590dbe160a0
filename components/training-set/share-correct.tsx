import { asksOutcome, type FilterMode } from "@/domain/filter";
import { formatNumber } from "@/domain/format";
import { wilson } from "@/domain/interval";
import type { TrainingSetFacts } from "@/domain/training-set/facts";
import { Share } from "../format/share";

/** Correct among a training set's labelled trajectories; no estimate where its mode keeps only what is correct. */
export function ShareCorrect(props: { facts: Pick<TrainingSetFacts, "outcomes">; mode: FilterMode; showN?: boolean }) {
  const { correct, incorrect } = props.facts.outcomes;
  const n = correct + incorrect;
  const isByConstruction = asksOutcome(props.mode);
  return (
    <>
      <Share count={correct} of={n} interval={isByConstruction ? null : wilson(correct, n)} missing="unlabelled" />
      {isByConstruction && n > 0 && <span className="ml-1.5 text-faint text-xs">by construction</span>}
      {props.showN && n > 0 && <span className="ml-1.5 text-faint text-xs tabular-nums">n = {formatNumber(n)}</span>}
    </>
  );
}
