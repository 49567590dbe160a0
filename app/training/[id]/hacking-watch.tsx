import { formatNumber } from "@/domain/format";
import { comparedUpdates, type Drift, findDrift, WATCHED } from "@/domain/training/drift";
import { FIGURES, type Figure, formatFigure } from "@/domain/training/figures";
import type { Point } from "@/domain/training/series";

const MEANS: Record<(typeof WATCHED)[number]["name"], readonly [more: string, less: string]> = {
  action_tokens: ["Actions grow longer", "Actions grow shorter"],
  repetition: ["Actions repeat themselves more", "Actions repeat themselves less"],
  answer_share: ["More actions answer at once", "Fewer actions answer"],
};

/** Says where something moved that a rising reward should not move. */
export function HackingWatch({ points, isLive }: { points: readonly Point[]; isLive: boolean }) {
  const drifts = WATCHED.flatMap(({ name, least }) => {
    const figure = FIGURES.find((each) => each.name === name);
    const drift = findDrift(
      points.map(({ n, values }) => ({ n, value: values[name] })),
      least,
    );
    return figure && drift ? [{ name, figure, drift }] : [];
  });
  const isEnough = points.length >= 10;
  return (
    <section aria-labelledby="hacking" className="border-line border-t px-4 py-4 md:px-5">
      <h2 id="hacking" className="font-semibold">
        Reward-hacking watch
      </h2>
      {drifts.length > 0 ? (
        <>
          <ul className="mt-1 flex flex-col gap-1">
            {drifts.map(({ name, figure, drift }) => (
              <li key={name} className="max-w-[100ch]">
                {MEANS[name][drift.after > drift.before ? 0 : 1]}: {change(figure, drift)}.
              </li>
            ))}
          </ul>
          <p className="mt-1">Read what is sampled before you trust the reward.</p>
        </>
      ) : (
        <p className="mt-1 text-muted">
          {isEnough
            ? "Length, repetition and the share of actions that answer have not drifted."
            : isLive
              ? "There are too few updates yet to see a drift."
              : "Too few updates were made to see a drift."}
        </p>
      )}
      <p className="mt-1 max-w-[100ch] text-faint text-xs">
        The first tenth of the updates, at least five, against the last: told where the 95 % interval of the change
        leaves out zero, and the change is more than 15 % of the length, 2 points of repetition, or 10 points of the
        share that answers.
      </p>
    </section>
  );
}

function change(figure: Figure, { before, after, low, high, updates }: Drift): string {
  const unit = figure.isShare ? "" : " tokens";
  const ends = [low, high].map((end) => (figure.isShare ? formatNumber(end * 100, 1) : formatFigure(figure, end)));
  const points = figure.isShare ? " points" : "";
  return `from ${formatFigure(figure, before)} to ${formatFigure(figure, after)}${unit} (change ${ends.join(" to ")}${points}, ${comparedUpdates(updates)})`;
}
