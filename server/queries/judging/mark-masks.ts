/** The bits of a judgment's masks in SQL, one mark at a time. */
import type { FlipKind } from "@/domain/judging/flips";
import type { Mark } from "@/domain/verdict";

/** The steps of judgment `alias` (a name from code) that carry a mark. */
export function maskSql(alias: "a" | "b", mark: Mark): string {
  if (mark !== "none") return `${alias}.${mark}`;
  return `~(${alias}.reasonable | ${alias}.neutral | ${alias}.unreasonable)`;
}

/** The steps that a kind of flip means, as one mask over judgments `a` and `b` of a trajectory. */
export function flipMaskSql(kind: FlipKind): string {
  if (kind) return `(${maskSql("a", kind.from)} & ${maskSql("b", kind.to)})`;
  const same = (["reasonable", "neutral", "unreasonable"] as const)
    .map((mark) => `(a.${mark} & b.${mark})`)
    .join(" | ");
  return `(~(${same}) & ~(${maskSql("a", "none")}) & ~(${maskSql("b", "none")}))`;
}

/** Both judgments of a trajectory; $1 and $2 are the judging runs. Masks of one length: bits of others mean nothing. */
export const BOTH_JUDGED = `judgment a JOIN judgment b
  ON b.judging_run_id = $2 AND b.trajectory_id = a.trajectory_id AND length(b.reasonable) = length(a.reasonable)`;
