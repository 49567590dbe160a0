/** Which steps of a trajectory are in a training set, in words. */
import { formatCount, formatNumber } from "../format";

const MOST_RANGES = 4;

/** "all 5 steps", "steps 1–3 of 5", "steps 1, 3, 4 of 5"; of many ranges only how many steps: "12 of 40 steps". */
export function stepsInWords(kept: readonly boolean[]): string {
  const numbers = kept.flatMap((isKept, index) => (isKept ? [index + 1] : []));
  if (numbers.length === kept.length) return kept.length === 1 ? "its step" : `all ${formatCount(kept.length, "step")}`;
  const ranges = rangesOf(numbers);
  if (ranges.length > MOST_RANGES) return `${formatNumber(numbers.length)} of ${formatCount(kept.length, "step")}`;
  return `${numbers.length === 1 ? "step" : "steps"} ${ranges.map(write).join(", ")} of ${formatNumber(kept.length)}`;
}

type Range = { from: number; to: number };

function rangesOf(numbers: readonly number[]): Range[] {
  const ranges: Range[] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last?.to === number - 1) last.to = number;
    else ranges.push({ from: number, to: number });
  }
  return ranges;
}

const write = ({ from, to }: Range) =>
  from === to ? String(from) : to === from + 1 ? `${from}, ${to}` : `${from}–${to}`;
