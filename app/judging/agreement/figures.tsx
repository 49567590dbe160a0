import Link from "next/link";
import { EmptyState } from "@/components/states/empty-state";
import { Button } from "@/components/ui/button";
import type { RunChoice } from "@/domain/browse";
import { formatCount, formatNumber } from "@/domain/format";
import type { FlipKind } from "@/domain/judging/flips";
import { caller } from "@/server/routers/root";
import { FlippedSteps } from "../flips/flipped-steps";
import type { Agreement, View } from "./addresses";
import { Among } from "./among";
import { CalibrationCharts } from "./calibration-charts";
import { Headline } from "./headline";
import { Slices } from "./slices";
import { Versions } from "./versions";
import { WordMatrix } from "./word-matrix";

type Chosen = View & { a: RunChoice; b: RunChoice };

/** Everything two judging runs' rulings say of each other. */
export async function Figures({ view, kind }: { view: Chosen; kind: FlipKind }) {
  const { a, b, others, pool } = view;
  const { agreement, judging } = caller();
  const found = await agreement.read({ pool, a: a.id, b: b.id, others: others.map(({ id }) => id) });
  if (found.steps.ruled === 0) return <NothingInCommon a={a} b={b} found={found} />;
  const first = await judging.flippedSteps({ a: a.id, b: b.id, kind, pool });
  return (
    <>
      <Counts found={found} />
      {found.sampled.map(({ side, note }) => (
        <p key={side} role="note" className="px-4 pb-3 md:px-5">
          {note}
        </p>
      ))}
      <div className="grid gap-x-8 gap-y-6 border-line border-t px-4 py-4 md:px-5 xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <Headline found={found} />
        <div className="flex min-w-0 flex-col gap-6">
          <WordMatrix words={found.words} view={view} kind={kind} />
          {found.among && <Among among={found.among} />}
        </div>
      </div>
      {found.calibration && <CalibrationCharts calibration={found.calibration} nameA={a.name} nameB={b.name} />}
      {found.versions.length > 0 && <Versions versions={found.versions} current={b.id} />}
      <Slices slices={found.slices} labels={found.labellingRun?.name ?? null} />
      <FlippedSteps
        key={`${a.id} ${b.id} ${JSON.stringify(kind)} ${JSON.stringify(pool)}`}
        a={a}
        b={b}
        kind={kind}
        pool={pool}
        first={first}
      />
    </>
  );
}

function Counts({ found: { judged, questions, steps } }: { found: Agreement }) {
  const none = [
    steps.missingA > 0 && `A on ${formatNumber(steps.missingA)}`,
    steps.missingB > 0 && `B on ${formatNumber(steps.missingB)}`,
    steps.missingBoth > 0 && `both on ${formatNumber(steps.missingBoth)}`,
  ].filter(Boolean);
  const alone = [
    judged.onlyA > 0 && `${formatNumber(judged.onlyA)} that only A judged`,
    judged.onlyB > 0 && `${formatNumber(judged.onlyB)} that only B judged`,
    judged.neither > 0 && `${formatNumber(judged.neither)} that neither did`,
  ].filter(Boolean);
  return (
    <p className="px-4 py-3 text-muted tabular-nums md:px-5">
      Both judged <b className="font-medium text-ink">{formatCount(judged.both, "trajectory", "trajectories")}</b> of{" "}
      {formatCount(questions, "question")}
      {alone.length > 0 && ` (left out of the pool: ${alone.join(", ")})`}, {formatCount(steps.all, "step")} in all, and
      both rule on <b className="font-medium text-ink">{formatNumber(steps.ruled)}</b> of them
      {none.length > 0 ? `; no verdict: ${none.join(", ")}.` : "; every step has both verdicts."}
    </p>
  );
}

function NothingInCommon({ a, b, found: { judged, steps } }: { a: RunChoice; b: RunChoice; found: Agreement }) {
  return (
    <EmptyState
      title={judged.both === 0 ? "No trajectory of this pool was judged by both" : "No step has a verdict of both"}
      action={
        <Button asChild variant="primary">
          <Link href={`/judging/new?judge=${a.id}&scope=${a.id}`}>Judge what A was made on</Link>
        </Button>
      }
    >
      {judged.both === 0
        ? `Of the pool, ${a.name} alone judged ${formatNumber(judged.onlyA)}, ${b.name} alone ${formatNumber(judged.onlyB)}, neither ${formatNumber(judged.neither)}. Choose another pool or other runs, rule on some of these trajectories yourself, or have them judged.`
        : `Both judged ${formatCount(judged.both, "trajectory", "trajectories")} with ${formatCount(steps.all, "step")}, and on none of them do both have a verdict.`}
    </EmptyState>
  );
}
