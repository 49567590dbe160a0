"use client";
import { formatNumber, formatShare } from "@/domain/format";

type Bar = { bar: number; count: number; correct: number };

const LAST = 11;
const nameOf = (bar: number) => {
  if (bar === 0) return "0";
  return bar === LAST ? "1" : `${((bar - 1) / 10).toFixed(1)}–${(bar / 10).toFixed(1)}`;
};

/** How a metric's figures are spread: a bar a tenth, 0 and 1 on their own; filled as far as they count as correct. */
export function Values({
  values,
  labelled,
  threshold,
}: {
  values: readonly Bar[];
  labelled: number;
  threshold: number;
}) {
  const most = Math.max(...values.map(({ count }) => count));
  const rows = Array.from(
    { length: LAST + 1 },
    (_, bar) => values.find((one) => one.bar === bar) ?? { bar, count: 0, correct: 0 },
  );
  return (
    <section aria-labelledby="values" className="min-w-0">
      <h2 id="values" className="pb-1 font-semibold">
        F1 <span className="font-normal text-muted">correct from {threshold}</span>
      </h2>
      <table className="w-full border-collapse text-sm">
        <thead className="sr-only">
          <tr>
            <th scope="col">F1</th>
            <th scope="col">Spread</th>
            <th scope="col">Trajectories</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ bar, count, correct }) => (
            <tr key={bar}>
              <th scope="row" className="w-16 py-0.5 text-left font-normal text-muted text-xs tabular-nums">
                {nameOf(bar)}
              </th>
              <td aria-hidden className="py-0.5">
                <svg aria-hidden viewBox="0 0 100 10" preserveAspectRatio="none" className="block h-3.5 w-full">
                  <rect width={(100 * count) / most} height="10" className="fill-edge" />
                  <rect width={(100 * correct) / most} height="10" fill="var(--outcome-correct)" />
                </svg>
              </td>
              <td className="w-20 py-0.5 text-right tabular-nums">
                {count === 0 ? <span className="text-faint">0</span> : formatNumber(count)}
              </td>
              <td className="w-16 py-0.5 text-right text-faint text-xs tabular-nums">
                {count > 0 && formatShare(count / labelled)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
