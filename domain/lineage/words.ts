/** The figure of a node, in words. */
import { formatCount, formatNumber, formatShare } from "../format";
import type { Figure } from "./node";

/** As many digits of a sha256 as are shown. */
export const HASH_DIGITS = 12;

export function figureWords(figure: Figure): string {
  switch (figure.kind) {
    case "questions":
      return formatCount(figure.n, "question");
    case "trajectories":
      return formatCount(figure.n, "trajectory", "trajectories");
    case "items":
      return formatCount(figure.n, "item");
    case "accuracy":
      return figure.sets.map(accuracyWords).join("; ");
    case "reasonable":
    case "correct":
      return figure.share === null
        ? `none ${figure.kind === "reasonable" ? "judged" : "labelled"} yet`
        : `${formatShare(figure.share)} ${figure.kind}, n = ${formatNumber(figure.n)}`;
    case "kept":
      return keptWords(figure);
    case "sha256":
      return figure.sha256 === null ? "not frozen" : `sha256 ${figure.sha256.slice(0, HASH_DIGITS)}`;
    case "updates":
      return `${figure.algorithm}, ${formatCount(figure.n, "update")}`;
    case "weights":
      return figure.sha256 === null ? "weights not recorded" : `weights ${figure.sha256.slice(0, HASH_DIGITS)}`;
  }
}

const accuracyWords = ({ name, share, n }: { name: string; share: number | null; n: number }) =>
  share === null ? `${name}: not labelled` : `${formatShare(share)} right, n = ${formatNumber(n)}: ${name}`;

function keptWords({ kept, of }: { kept: number | null; of: number | null }): string {
  if (kept === null) return "count not recorded";
  return of === null
    ? `keeps ${formatCount(kept, "trajectory", "trajectories")}`
    : `keeps ${formatNumber(kept)} of ${formatCount(of, "trajectory", "trajectories")}`;
}
