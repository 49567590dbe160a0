/** The sentence a researcher needs of each arm that follows verdicts: what is wrong of what it keeps, what right it loses. */
import type { ReactNode } from "react";
import { ModeBadge } from "@/components/glyphs/mode-badge";
import { asksOutcome } from "@/domain/filter";
import type { ArmFigures } from "@/domain/filtering/figures";
import { asksProcess } from "@/domain/filtering/filter";
import { type Mistakes, mistakesOf } from "@/domain/filtering/mistakes";
import { formatCount, formatInterval, formatNumber, formatShare } from "@/domain/format";
import type { EvaluatedArm, ShownArm } from "../_plan/use-evaluation";

export function MistakeSentences({ shown }: { shown: readonly ShownArm[] }) {
  const arms = shown.filter(({ arm }) => asksProcess(arm.filter.mode));
  if (arms.length === 0) return null;
  return (
    <section
      aria-label="What process keeps and throws away"
      className="rounded-lg border border-line bg-panel px-4 py-2.5"
    >
      <ul className="flex flex-col gap-1.5">
        {arms.map(({ key, arm }) => (
          <li key={key} className="tabular-nums">
            <ModeBadge mode={arm.filter.mode} label={arm.name} className="mr-2" />
            {sentence(arm)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function sentence({ filter, figures }: EvaluatedArm): ReactNode {
  if (figures.trajectories === 0) return "It keeps nothing.";
  const mistakes = mistakesOf(figures);
  return (
    <>
      {asksOutcome(filter.mode) ? "What it keeps has right answers by construction; " : wrongOf(mistakes)}
      {lostOf(mistakes, leavesOutMore(figures))}
    </>
  );
}

function wrongOf({ wrongKept, labelledKept, shareWrong }: Mistakes): ReactNode {
  if (shareWrong === null) return "Nothing it keeps is labelled; ";
  return (
    <>
      Of what process keeps, <strong className="font-semibold">{formatNumber(wrongKept)}</strong> of{" "}
      {formatNumber(labelledKept)} labelled {wrongKept === 1 ? "has" : "have"} a wrong answer (
      {formatShare(shareWrong.share)}, <span className="text-muted">{formatInterval(shareWrong)}</span>);{" "}
    </>
  );
}

/** Caps, held-out questions and matching lose right answers, too. */
const leavesOutMore = ({ dropped }: ArmFigures) => dropped.some(({ stage }) => stage !== "mode");

function lostOf({ rightLost, right }: Mistakes, withMore: boolean): ReactNode {
  if (right === 0) return "no answer in the pool is labelled right.";
  return (
    <>
      it throws away <strong className="font-semibold">{formatCount(rightLost, "right answer")}</strong>
      <span className="text-muted">
        {" "}
        of {formatNumber(right)}
        {withMore && rightLost > 0 && ", counting those that held-out questions, caps and matching leave out"}
      </span>
      .
    </>
  );
}
