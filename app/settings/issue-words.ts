/** What is wrong with a typed field, in words, where its schema says none of its own; and numbers as they are typed. */
import type { z } from "zod";
import { formatNumber } from "@/domain/format";

export function issueWords(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type") return issue.expected === "int" ? "A whole number." : "A number.";
  if (issue.code === "too_small" && issue.origin !== "string")
    return `${issue.inclusive ? "At least" : "More than"} ${formatNumber(Number(issue.minimum))}.`;
  if (issue.code === "too_big")
    return `At most ${formatNumber(Number(issue.maximum))}${issue.origin === "string" ? " characters" : ""}.`;
  return issue.message;
}

/** NaN where a text is no number: the schema says what is wrong. */
export function readNumber(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text.trim().replaceAll(/(?<=\d),(?=\d{3})/g, ""));
}
