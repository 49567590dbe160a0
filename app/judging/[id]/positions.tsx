import type { ApiOutputs } from "@/app/trpc";
import { MARK_WORDS } from "@/components/glyphs/verdict-glyph";
import { formatNumber, formatShare } from "@/domain/format";
import { Mark } from "@/domain/verdict";

type AtStep = ApiOutputs["judging"]["positions"][number];

const FILL: Record<Mark, string> = {
  reasonable: "bg-(--verdict-reasonable)",
  neutral: "bg-(--verdict-neutral)",
  unreasonable: "bg-(--verdict-unreasonable)",
  none: "border border-(--verdict-none) border-dashed",
};

/** The marks of the first, second, … steps: where in a trajectory a judge finds fault. */
export function Positions({ positions }: { positions: readonly AtStep[] }) {
  if (positions.length === 0) return null;
  return (
    <section aria-labelledby="positions" className="min-w-0">
      <h2 id="positions" className="font-semibold">
        By place in the trajectory
      </h2>
      <p className="text-muted text-xs">Unreasonable of the steps at that place; the first {positions.length} places</p>
      <table className="mt-2 w-full text-sm">
        <thead className="sr-only">
          <tr>
            <th scope="col">Step</th>
            <th scope="col">Marks</th>
            <th scope="col">Unreasonable</th>
            <th scope="col">Steps</th>
          </tr>
        </thead>
        <tbody>
          {positions.map((row) => (
            <Place key={row.step} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Place({ row }: { row: AtStep }) {
  const all = Mark.options.reduce((sum, mark) => sum + row[mark], 0);
  const words = Mark.options.flatMap((mark) =>
    row[mark] > 0 ? [`${formatNumber(row[mark])} ${MARK_WORDS[mark]}`] : [],
  );
  return (
    <tr title={words.join(", ")}>
      <th scope="row" className="h-6 w-16 text-left font-normal text-muted">
        Step {row.step + 1}
      </th>
      <td aria-label={words.join(", ")}>
        <span className="flex h-2.5 gap-px" aria-hidden>
          {Mark.options.map((mark) =>
            row[mark] > 0 ? <span key={mark} className={FILL[mark]} style={{ flexGrow: row[mark] / all }} /> : null,
          )}
        </span>
      </td>
      <td className="w-16 text-right tabular-nums">{formatShare(row.unreasonable / all)}</td>
      <td className="w-24 text-right text-faint text-xs tabular-nums">of {formatNumber(all)}</td>
    </tr>
  );
}
