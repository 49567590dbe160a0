"use client";
import { useState } from "react";
import { MetricChart, type RunSeries } from "@/components/training/metric-chart";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/domain/format";
import type { Algorithm } from "@/domain/training/config";
import { figuresOf } from "@/domain/training/figures";

/** The figures by update: the main ones, the others on demand. */
export function Charts({
  algorithm,
  runs,
  isLive,
}: {
  algorithm: Algorithm;
  runs: readonly RunSeries[];
  isLive: boolean;
}) {
  const [isAll, setAll] = useState(false);
  const { main, more } = figuresOf(
    [algorithm],
    runs.flatMap(({ points }) => points),
  );
  const shown = isAll ? [...main, ...more] : main;
  return (
    <section aria-labelledby="figures" className="border-line border-t bg-canvas px-4 py-4 md:px-5">
      <h2 id="figures" className="pb-3 font-semibold">
        Figures by update
      </h2>
      {main.length === 0 ? (
        <p className="text-muted">
          {isLive ? "They appear with the first update." : "No update was made, so there are none."}
        </p>
      ) : (
        <div className="grid gap-4 lg:grid-cols-2 2xl:grid-cols-3">
          {shown.map((figure) => (
            <MetricChart key={figure.name} figure={figure} runs={runs} />
          ))}
        </div>
      )}
      {more.length > 0 && (
        <Button className="mt-4" onClick={() => setAll(!isAll)}>
          {isAll ? "Show fewer" : `Show ${formatCount(more.length, "more figure")}`}
        </Button>
      )}
    </section>
  );
}
