import type { ReactNode } from "react";
import { Num } from "@/components/format/number";
import { ShareCorrect } from "@/components/training-set/share-correct";
import { formatNumber } from "@/domain/format";
import type { Facts, TrainingSet } from "./client";

export function Figures({ set, facts }: { set: TrainingSet; facts: Facts }) {
  return (
    <section aria-label="What it holds" className="rounded-lg border border-line bg-panel px-4 py-3">
      <dl className="grid grid-cols-2 gap-x-5 gap-y-3 sm:grid-cols-3 lg:grid-cols-[repeat(4,auto)_auto_auto]">
        <Figure name="Trajectories" testId="trajectories">
          <Num value={set.trajectories} />
        </Figure>
        <Figure name="Sub-trajectories" testId="sub-trajectories">
          <Num value={set.subTrajectories} />
        </Figure>
        <Figure name="Distinct contexts" testId="contexts">
          <Num value={set.distinctContexts} />
        </Figure>
        <Figure name="Questions">
          <Num value={facts.questions} />
        </Figure>
        <Figure name="Correct, of the labelled" note={labelled(facts)}>
          <ShareCorrect facts={facts} mode={set.filter.mode} />
        </Figure>
        <Figure name="Tokens of its contexts" note={tokens(facts)}>
          {facts.contextTokens.counted === 0 ? (
            <span className="text-faint">not recorded</span>
          ) : (
            <Num value={facts.contextTokens.total} />
          )}
        </Figure>
      </dl>
    </section>
  );
}

function Figure(props: { name: string; note?: string; testId?: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-faint text-xs">{props.name}</dt>
      <dd data-testid={props.testId} className="font-medium text-base tabular-nums">
        {props.children}
      </dd>
      {props.note !== undefined && <dd className="text-muted text-xs tabular-nums">{props.note}</dd>}
    </div>
  );
}

function labelled({ outcomes: { correct, incorrect, unlabelled } }: Facts): string {
  const says = `n = ${formatNumber(correct + incorrect)}`;
  return unlabelled === 0 ? says : `${says}, ${formatNumber(unlabelled)} unlabelled`;
}

function tokens({ contextTokens: { total, max, counted, uncounted } }: Facts): string | undefined {
  if (counted === 0) return undefined;
  const says = `mean ${formatNumber(total / counted)}, longest ${formatNumber(max)}`;
  return uncounted === 0 ? says : `${says}; ${formatNumber(uncounted)} not counted`;
}
