/** Arithmetic of a verdict strip: what it says, and how a long one is drawn in less room. */
import type { Mark } from "@/domain/verdict";

const ORDER: readonly Mark[] = ["reasonable", "neutral", "unreasonable", "none"];
const WORDS: Record<Mark, string> = {
  reasonable: "reasonable",
  neutral: "neutral",
  unreasonable: "unreasonable",
  none: "no verdict",
};

/** "5 steps: 3 reasonable, 1 unreasonable, 1 no verdict" */
export function describeMarks(marks: readonly Mark[]): string {
  const steps = `${marks.length} ${marks.length === 1 ? "step" : "steps"}`;
  const parts = ORDER.flatMap((mark) => {
    const count = marks.filter((each) => each === mark).length;
    return count === 0 ? [] : [`${count} ${WORDS[mark]}`];
  });
  return parts.length === 0 ? steps : `${steps}: ${parts.join(", ")}`;
}

/** What a mark drawn for several steps must show: the gravest first, so that compressing never hides a bad step. */
const GRAVITY: readonly Mark[] = ["unreasonable", "none", "neutral", "reasonable"];

export type Bucket = { from: number; to: number; mark: Mark };

/** At most `max` buckets of nearly equal length, `to` excluded; each shows the gravest mark in it. */
export function bucketMarks(marks: readonly Mark[], max: number): Bucket[] {
  const count = Math.min(marks.length, max);
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * marks.length) / count);
    const to = Math.floor(((index + 1) * marks.length) / count);
    const inside = marks.slice(from, to);
    return { from, to, mark: GRAVITY.find((mark) => inside.includes(mark)) ?? "none" };
  });
}
