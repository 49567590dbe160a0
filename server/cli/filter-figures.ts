/** What `swirl filter` prints of an arm, for people. */
import type { ArmFigures, PoolFigures } from "@/domain/filtering/figures";
import { formatInterval, formatNumber, formatShare } from "@/domain/format";
import { align } from "./align";

export function figuresText(
  arm: string,
  pool: PoolFigures,
  figures: ArmFigures,
  heldOut: Readonly<Record<string, number>>,
): string {
  const { kept, shareCorrect, isCorrectByConstruction, contextTokens, dropped, uncounted } = figures;
  const correct = shareCorrect
    ? `${formatShare(shareCorrect.share)} ${isCorrectByConstruction ? "(by the filter)" : formatInterval(shareCorrect)}`
    : "–";
  const rows = [
    ["", arm, "pool"],
    ["trajectories", formatNumber(figures.trajectories), formatNumber(pool.trajectories)],
    ["sub-trajectories", formatNumber(figures.subTrajectories), formatNumber(pool.subTrajectories)],
    ["distinct contexts", formatNumber(figures.distinctContexts), ""],
    ["questions", formatNumber(figures.questions), formatNumber(pool.questions)],
    ["share of the pool", figures.share === null ? "–" : formatShare(figures.share), ""],
    ["correct", formatNumber(kept.correct), formatNumber(pool.outcomes.correct)],
    ["incorrect", formatNumber(kept.incorrect), formatNumber(pool.outcomes.incorrect)],
    ["unlabelled", formatNumber(kept.unlabelled), formatNumber(pool.outcomes.unlabelled)],
    ["correct of labelled", correct, ""],
    ["context tokens", contextTokens.counted === 0 ? "not counted" : formatNumber(contextTokens.total), ""],
    ["  not counted for", formatNumber(contextTokens.uncounted), ""],
  ];
  const lines = [align(rows)];
  if (pool.withoutSteps > 0)
    lines.push(`Without steps, so never kept: ${formatNumber(pool.withoutSteps)} trajectories`);
  const held = Object.entries(heldOut).map(([reason, questions]) => `${reason} ${formatNumber(questions)}`);
  if (held.length > 0) lines.push(`Questions held out: ${held.join(", ")}`);
  for (const { stage, trajectories, subTrajectories } of dropped)
    lines.push(
      `Left out by ${stage}: ${formatNumber(trajectories)} trajectories, ${formatNumber(subTrajectories)} sub-trajectories`,
    );
  if (uncounted > 0)
    lines.push(`Kept although nobody counted the tokens of their context: ${formatNumber(uncounted)} sub-trajectories`);
  return lines.join("\n");
}
