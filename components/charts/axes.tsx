import { CartesianGrid, XAxis, YAxis } from "recharts";
import { cutAtWord } from "@/domain/format";

/** `isShare`: ticks may lie between whole numbers. */
export type Axes = {
  xLabel: string;
  yLabel: string;
  formatTick: (value: number) => string;
  maximum?: number;
  isShare?: boolean;
  /** The least that is shown; 0 unless told */
  minimum?: number | "auto";
  /** Longer names along x are cut */
  mostLetters?: number;
};

const TICK = { fill: "var(--muted)", fontSize: 11 };
export const BAR_MARGIN = { top: 8, right: 12, bottom: 18, left: 12 };

/** The axes of a bar chart: names along x, a number from 0 along y. */
export function barAxes({ xLabel, yLabel, formatTick, maximum, minimum = 0, mostLetters, isShare = false }: Axes) {
  return (
    <>
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        dataKey="name"
        {...(mostLetters === undefined ? {} : { tickFormatter: (name: string) => cutAtWord(name, mostLetters) })}
        tick={TICK}
        tickLine={false}
        axisLine={{ stroke: "var(--line-strong)" }}
        interval="preserveStartEnd"
        label={{ value: xLabel, position: "insideBottom", offset: -12, ...TICK }}
      />
      <YAxis
        tick={TICK}
        tickLine={false}
        axisLine={false}
        width={62}
        allowDecimals={isShare || maximum !== undefined}
        domain={[minimum, maximum ?? "auto"]}
        tickFormatter={formatTick}
        label={{ value: yLabel, angle: -90, position: "insideLeft", style: { textAnchor: "middle" }, ...TICK }}
      />
    </>
  );
}
