import Link from "next/link";
import type { ReactNode } from "react";
import { runNamesOf } from "@/app/experiments/_plan/names";
import { PoolBox } from "@/app/judging/_parts/pool-box";
import type { Names } from "@/domain/browse";
import { formatCount, formatNumber } from "@/domain/format";
import { RULING_WORDS, samplingWords, unitWords } from "@/domain/review/words";
import type { Review } from "./review-page";

/** What the review was asked for. */
export function Asked({ review, names }: { review: Review; names: Names }) {
  const { plan } = review;
  return (
    <section aria-label="What was asked" className="flex flex-col gap-3 rounded-lg border border-line bg-panel p-3">
      <PoolBox pool={review.pool} names={names} isFixed />
      <dl className="grid grid-cols-[repeat(auto-fill,minmax(150px,1fr))] gap-x-5 gap-y-2">
        <Fact name="Sample">
          {formatNumber(review.items)} {unitWords(plan, review.items)}, {samplingWords(plan.sampling)}
        </Fact>
        <Fact name="People give">{RULING_WORDS[plan.ruling]}</Fact>
        <Fact name="They see first">{plan.hindsight ? "everything" : "what the judge saw"}</Fact>
        <Fact name="Wanted">{formatCount(plan.overlap, "person", "people")} an item</Fact>
        <Fact name="Seed">{plan.seed}</Fact>
        <Fact name={plan.judges.length > 1 ? "Judging runs" : "Judging run"}>
          {review.judgingRuns.length === 0 && <span className="text-faint">none</span>}
          {review.judgingRuns.map((run, index) => (
            <span key={run.id}>
              {index > 0 && ", "}
              <Link href={`/judging/${run.id}`} className="text-accent-ink hover:underline">
                {run.name}
              </Link>
            </span>
          ))}
        </Fact>
        <Fact name="Labelling run">
          {plan.labels === null ? <span className="text-faint">none</span> : runNamesOf(names).labels(plan.labels)}
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-faint text-xs">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}
