import Link from "next/link";
import { Share } from "@/components/format/share";
import type { RunChoice } from "@/domain/browse";
import { formatCount, formatNumber } from "@/domain/format";
import { wilson } from "@/domain/interval";
import type { OutcomeMatrix } from "./matrix";

/** How often the two say the same, over what both have labelled, and the way to where they do not. */
export function Agreement({ a, b, matrix }: { a: RunChoice; b: RunChoice; matrix: OutcomeMatrix }) {
  const same = matrix.correct.correct + matrix.incorrect.incorrect;
  const different = matrix.correct.incorrect + matrix.incorrect.correct;
  const both = same + different;
  const alone = (["correct", "incorrect"] as const).reduce(
    (sum, outcome) => sum + matrix[outcome].unlabelled + matrix.unlabelled[outcome],
    0,
  );
  return (
    <div className="flex flex-wrap items-baseline gap-x-6 gap-y-1">
      <p>
        <span className="text-muted">They agree on </span>
        <Share count={same} of={both} interval={wilson(same, both)} missing="nothing: they share no trajectory" />
        {both > 0 && (
          <span className="text-muted">
            {" "}
            of the {formatCount(both, "trajectory", "trajectories")} both have labelled
          </span>
        )}
      </p>
      {different > 0 && (
        <Link
          href={`/trajectories?labels=${a.id}&labels-against=${b.id}`}
          className="font-medium text-accent-ink hover:underline"
        >
          {formatCount(different, "trajectory", "trajectories")} on which they differ
        </Link>
      )}
      {alone > 0 && <span className="text-muted">{formatNumber(alone)} only one of them has labelled</span>}
    </div>
  );
}
