/** The figures of an arm, row by row, in groups. */
import type { ReactNode } from "react";
import { Num } from "@/components/format/number";
import { OutcomeLabel } from "@/components/glyphs/outcome-glyph";
import { Outcome } from "@/domain/filter";
import type { ArmFigures, PoolFigures } from "@/domain/filtering/figures";
import { HELD_OUT_REASONS, type HeldOutReason } from "@/domain/filtering/hold-out";
import { formatCount, formatInterval, formatNumber, formatShare } from "@/domain/format";
import type { Evaluated, EvaluatedArm, ShownArm } from "../_plan/use-evaluation";

export type Row = {
  key: string;
  name: ReactNode;
  note?: string;
  show: (arm: EvaluatedArm, pool: PoolFigures) => ReactNode;
};
export type Group = { key: string; rows: Row[] };

const MOST_TOOLS = 3;

/** Rows that say nothing of any arm are left out. */
export function rowGroups(data: Evaluated | null, shown: readonly ShownArm[]): Group[] {
  const holdsOut = shown.some(({ arm }) => arm.filter.holdOut.sets.length > 0);
  const callsTools = data === null || shown.some(({ arm }) => arm.figures.tools.length > 0);
  return [
    { key: "kept", rows: KEPT },
    { key: "outcomes", rows: OUTCOMES },
    { key: "make-up", rows: [...MAKE_UP, ...(callsTools ? [TOOLS] : [])] },
    { key: "tokens", rows: TOKENS },
    ...(holdsOut ? [{ key: "held-out", rows: [HELD_OUT] }] : []),
  ];
}

const KEPT: Row[] = [
  {
    key: "trajectories",
    name: "Trajectories",
    note: "Of which at least one step is kept",
    show: ({ name, figures }) => (
      <span className="font-medium" data-testid={`${name}: trajectories`}>
        {formatNumber(figures.trajectories)}
      </span>
    ),
  },
  {
    key: "retention",
    name: "Retention",
    note: "Kept trajectories, of the pool's",
    show: ({ figures: { share } }) => (share === null ? "–" : formatShare(share)),
  },
  {
    key: "sub-trajectories",
    name: "Sub-trajectories",
    note: "A context and one action: one a step",
    show: ({ name, figures }) => (
      <span className="font-medium" data-testid={`${name}: sub-trajectories`}>
        {formatNumber(figures.subTrajectories)}
      </span>
    ),
  },
  {
    key: "contexts",
    name: "Distinct contexts",
    note: "Different contexts among the sub-trajectories: samples of a question share their first",
    show: ({ figures }) => formatNumber(figures.distinctContexts),
  },
  {
    key: "questions",
    name: "Questions covered",
    note: "With something kept, of the pool's",
    show: ({ figures }, pool) => (
      <>
        {formatNumber(figures.questions)} <Faint>of {formatNumber(pool.questions)}</Faint>
      </>
    ),
  },
];

const OUTCOMES: Row[] = [
  {
    key: "share-correct",
    name: "Correct of labelled",
    note: "Of what is kept; small: Wilson 95 % interval",
    show: ({ figures }) => <ShareCorrect figures={figures} />,
  },
  ...Outcome.options.map(
    (outcome): Row => ({
      key: outcome,
      name: <OutcomeLabel outcome={outcome} />,
      note: "Kept; small: thrown away",
      show: ({ name, figures: { kept, lost } }) => (
        <>
          <span data-testid={`${name}: ${outcome}`}>{formatNumber(kept[outcome])}</span>
          <Below>{lost[outcome] === 0 ? "none lost" : `${formatNumber(lost[outcome])} lost`}</Below>
        </>
      ),
    }),
  ),
];

const MAKE_UP: Row[] = [
  {
    key: "lengths",
    name: "Kept steps",
    note: "Of a kept trajectory, on average; small: fewest and most",
    show: ({ figures }) => <Lengths figures={figures} />,
  },
  {
    key: "positions",
    name: "First steps",
    note: "Share of the sub-trajectories that are the first of their trajectory: their context is the bare question",
    show: ({ figures: { positions, subTrajectories } }) => {
      const first = positions.find(({ step }) => step === 0)?.subTrajectories ?? 0;
      return subTrajectories === 0 ? <Faint>none kept</Faint> : formatShare(first / subTrajectories);
    },
  },
];

const TOOLS: Row = {
  key: "tools",
  name: "Tool calls",
  note: "In the kept steps; small: each tool's share",
  show: ({ figures: { tools } }) => {
    const all = tools.reduce((sum, { calls }) => sum + calls, 0);
    return (
      <>
        {formatNumber(all)}
        {tools.slice(0, MOST_TOOLS).map(({ tool, calls }) => (
          <Below key={tool} title={`${tool}: ${formatCount(calls, "call")}`}>
            <span className="inline-block max-w-28 truncate align-bottom">{tool}</span> {formatShare(calls / all, 0)}
          </Below>
        ))}
        {tools.length > MOST_TOOLS && <Below>{formatCount(tools.length - MOST_TOOLS, "more tool")}</Below>}
      </>
    );
  },
};

const TOKENS: Row[] = [
  {
    key: "context-tokens",
    name: "Context tokens",
    note: "Of the distinct contexts together, as counted when they were made",
    show: ({ figures: { contextTokens } }) => {
      const { total, max, counted, uncounted } = contextTokens;
      if (counted === 0) return <Faint>{uncounted === 0 ? "none kept" : "not counted"}</Faint>;
      return (
        <>
          {formatNumber(total)}
          <Below>
            {formatNumber(total / counted)} a context, ≤ {formatNumber(max)}
          </Below>
          {uncounted > 0 && <Below>{formatNumber(uncounted)} not counted</Below>}
        </>
      );
    },
  },
  {
    key: "tokens",
    name: "Tokens",
    note: "Prompt and completion of all requests of the kept trajectories",
    show: ({ figures: { tokens, trajectories } }) =>
      trajectories > 0 && tokens.recorded === 0 ? (
        <Faint>not recorded</Faint>
      ) : (
        <>
          <Num value={tokens.total} />
          {tokens.notRecorded > 0 && <Below>not recorded for {formatNumber(tokens.notRecorded)}</Below>}
        </>
      ),
  },
];

const REASON_WORDS: Record<HeldOutReason, string> = {
  set: "of the sets",
  text: "same text",
  words: "same words",
  passage: "same passage",
};

const HELD_OUT: Row = {
  key: "held-out",
  name: "Questions held out",
  note: "Of the pool's, by the first reason that holds",
  show: ({ filter, heldOut }) => {
    if (filter.holdOut.sets.length === 0) return <Faint>no set</Faint>;
    const reasons = HELD_OUT_REASONS.flatMap((reason) => {
      const count = heldOut[reason] ?? 0;
      return count > 0 ? [{ reason, count }] : [];
    });
    return (
      <>
        {formatNumber(reasons.reduce((sum, { count }) => sum + count, 0))}
        {reasons.map(({ reason, count }) => (
          <Below key={reason}>
            {formatNumber(count)} {REASON_WORDS[reason]}
          </Below>
        ))}
      </>
    );
  },
};

function ShareCorrect({ figures }: { figures: ArmFigures }) {
  const { shareCorrect, trajectories, isCorrectByConstruction } = figures;
  if (shareCorrect === null) return <Faint>{trajectories === 0 ? "none kept" : "unlabelled"}</Faint>;
  return (
    <>
      {formatShare(shareCorrect.share)}
      <Below>{isCorrectByConstruction ? "by construction" : formatInterval(shareCorrect)}</Below>
      <Below>n = {formatNumber(shareCorrect.n)}</Below>
    </>
  );
}

function Lengths({ figures: { lengths, trajectories, subTrajectories } }: { figures: ArmFigures }) {
  const [fewest, most] = [lengths[0], lengths.at(-1)];
  if (!fewest || !most) return <Faint>none kept</Faint>;
  return (
    <>
      {formatNumber(subTrajectories / trajectories, 2)}
      <Below>{fewest === most ? `all ${fewest.steps}` : `${fewest.steps} to ${most.steps}`}</Below>
    </>
  );
}

export const Faint = ({ children }: { children: ReactNode }) => <span className="text-faint text-xs">{children}</span>;

export function Below({ children, title }: { children: ReactNode; title?: string }) {
  return (
    <span className="block text-faint text-xs" title={title}>
      {children}
    </span>
  );
}
