import Link from "next/link";
import { Num } from "@/components/format/number";
import { SampleBadge } from "@/components/states/sample-note";
import { formatCount, formatShare } from "@/domain/format";

export type FunnelCounts = {
  questionSets: number;
  questions: number;
  trajectories: number;
  steps: number;
  judged: number;
  reasonable: number;
  labelled: number;
  correct: number;
  reasonableAndCorrect: number;
  inTrainingSets: number;
  sampleTrajectories: number;
};

type Stage = { name: string; count: number; href: string; tone: string; note: string };

/** The chain from questions to what training could use, each stage as a share of all trajectories. */
export function Funnel({ counts }: { counts: FunnelCounts }) {
  const stages: Stage[] = [
    {
      name: "Trajectories",
      count: counts.trajectories,
      href: "/trajectories",
      tone: "fill-mode-none",
      note: formatCount(counts.steps, "step"),
    },
    {
      name: "Judged",
      count: counts.judged,
      href: "/trajectories?process=reasonable&process=unreasonable",
      tone: "fill-mode-process",
      note: `${formatCount(counts.trajectories - counts.judged, "trajectory", "trajectories")} unjudged`,
    },
    {
      name: "Reasonable throughout",
      count: counts.reasonable,
      href: "/trajectories?process=reasonable",
      tone: "fill-mode-process",
      note: "kept by process",
    },
    {
      name: "Labelled",
      count: counts.labelled,
      href: "/trajectories?outcome=correct&outcome=incorrect",
      tone: "fill-mode-outcome",
      note: `${formatCount(counts.trajectories - counts.labelled, "trajectory", "trajectories")} unlabelled`,
    },
    {
      name: "Correct",
      count: counts.correct,
      href: "/trajectories?outcome=correct",
      tone: "fill-mode-outcome",
      note: "kept by outcome",
    },
    {
      name: "Reasonable and correct",
      count: counts.reasonableAndCorrect,
      href: "/trajectories?process=reasonable&outcome=correct",
      tone: "fill-mode-process-and-outcome",
      note: "kept by process and outcome",
    },
    {
      name: "In training sets",
      count: counts.inTrainingSets,
      href: "/training-sets",
      tone: "fill-accent",
      note: counts.inTrainingSets === 0 ? "none frozen yet" : "frozen",
    },
  ];
  return (
    <section aria-labelledby="chain" className="rounded-lg border border-line bg-panel">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-4 py-2.5">
        <h2 id="chain" className="font-semibold">
          From questions to training data
        </h2>
        {counts.sampleTrajectories > 0 && (
          <span className="inline-flex items-center gap-1.5 text-muted text-xs">
            <SampleBadge />
            {counts.sampleTrajectories === counts.trajectories
              ? "all of it"
              : formatCount(counts.sampleTrajectories, "trajectory", "trajectories")}
          </span>
        )}
        <p className="text-muted text-xs">
          By each trajectory's newest judging and labelling run; a model's outcomes only where nothing else labels
        </p>
      </div>
      <Link
        href="/questions"
        className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-2 border-line border-b px-4 py-2 hover:bg-hover sm:grid-cols-[10.5rem_4.5rem_minmax(0,1fr)]"
      >
        <span className="min-w-[10.5rem]">Questions</span>
        <span className="w-[4.5rem] text-right font-medium">
          <Num value={counts.questions} />
        </span>
        <span className="text-muted text-xs sm:ml-3 sm:text-sm">
          in {formatCount(counts.questionSets, "question set")}
        </span>
      </Link>
      <ol>
        {stages.map((stage) => (
          <StageRow key={stage.name} stage={stage} of={counts.trajectories} />
        ))}
      </ol>
    </section>
  );
}

function StageRow({ stage, of }: { stage: Stage; of: number }) {
  const share = of === 0 ? 0 : stage.count / of;
  return (
    <li className="border-line border-b last:border-b-0">
      <Link
        href={stage.href}
        className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-2 gap-y-1 px-4 py-2 hover:bg-hover sm:grid-cols-[10.5rem_4.5rem_minmax(0,1fr)_15.5rem]"
      >
        <span>{stage.name}</span>
        <span className="text-right font-medium">
          <Num value={stage.count} />
        </span>
        <svg
          viewBox="0 0 100 8"
          preserveAspectRatio="none"
          aria-hidden
          className="order-last col-span-2 h-2 w-full sm:order-none sm:col-span-1 sm:mx-3 sm:w-[calc(100%-1.5rem)]"
        >
          <rect width="100" height="8" rx="1" className="fill-hover" />
          <rect width={share * 100} height="8" className={stage.tone} />
        </svg>
        <span className="col-span-2 text-muted text-xs sm:col-span-1">
          {of > 0 && stage.name !== "Trajectories" && (
            <span className="mr-2 inline-block min-w-12 text-ink tabular-nums">{formatShare(share)}</span>
          )}
          {stage.note}
        </span>
      </Link>
    </li>
  );
}
