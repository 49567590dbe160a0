/** Which questions overlap with those that are held out for evaluation. */
import type { HoldOut } from "./filter";

/** Why a question is held out: it is one of theirs, or overlaps with one. The first that holds. */
export const HELD_OUT_REASONS = ["set", "text", "words", "passage"] as const;
export type HeldOutReason = (typeof HELD_OUT_REASONS)[number];

/** Lower case, only letters and digits of any script, single spaces: "What is 2+2?" and "what is 2 2" are the same. */
export function normaliseQuestion(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Runs of `length` words of a normalised text; none of a shorter text. */
export function* wordRuns(normalised: string, length: number): Generator<string> {
  const words = normalised.split(" ");
  for (let at = 0; at + length <= words.length; at += 1) yield words.slice(at, at + length).join(" ");
}

/** What is known of the held-out questions, gathered once. */
export class HeldOutQuestions {
  private readonly texts = new Set<string>();
  private readonly runs = new Set<string>();

  constructor(private readonly rule: HoldOut) {}

  add(text: string): void {
    const normalised = normaliseQuestion(text);
    if (this.rule.byText) this.texts.add(normalised);
    if (this.rule.byWords !== null) for (const run of wordRuns(normalised, this.rule.byWords)) this.runs.add(run);
  }

  /** Why a question with this text overlaps; null where it does not. */
  reasonFor(text: string): Extract<HeldOutReason, "text" | "words"> | null {
    const normalised = normaliseQuestion(text);
    if (this.texts.has(normalised)) return "text";
    if (this.rule.byWords === null) return null;
    for (const run of wordRuns(normalised, this.rule.byWords)) if (this.runs.has(run)) return "words";
    return null;
  }
}
