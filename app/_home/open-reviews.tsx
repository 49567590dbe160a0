"use client";
/** Reviews with something left to rule on, each with the way to go on. */
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { reviewingHref } from "@/app/reviews/address";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { formatCount, formatNumber } from "@/domain/format";
import { REVIEWS_SHOWN } from "./running-shown";

export type Reviews = ApiOutputs["review"]["open"];
const EVERY_MS = 20_000;

export function useOpenReviews(initial: Reviews): Reviews {
  const trpc = useTRPC();
  const { data } = useQuery({
    ...trpc.review.open.queryOptions({ limit: REVIEWS_SHOWN }),
    initialData: initial,
    refetchInterval: EVERY_MS,
  });
  return data;
}

export function OpenReviews({ found: { reviews, open } }: { found: Reviews }) {
  if (reviews.length === 0) return null;
  return (
    <section aria-labelledby="open-reviews" className="rounded-lg border border-line bg-panel">
      <div className="flex items-center justify-between border-line border-b px-4 py-2.5">
        <h2 id="open-reviews" className="font-semibold">
          Reviews to go on with
        </h2>
        <Link href="/reviews" className="text-accent-ink hover:underline">
          {open > reviews.length ? `All ${formatCount(open, "open review")}` : "All reviews"}
        </Link>
      </div>
      <ul>
        {reviews.map(({ id, name, given, wanted }) => (
          <li key={id} className="border-line border-b px-4 py-2.5 last:border-b-0">
            <div className="flex min-w-0 items-center gap-3 pb-1.5">
              <Link
                href={`/reviews/${id}`}
                title={name}
                className="min-w-0 flex-1 truncate font-medium hover:underline"
              >
                {name}
              </Link>
              <Button asChild size="sm">
                <Link href={reviewingHref(id, null)} aria-label={`Review ${name}`}>
                  Review
                </Link>
              </Button>
            </div>
            <Progress label={name} value={given / wanted} />
            <p className="mt-1.5 text-muted text-xs tabular-nums">
              {formatNumber(given)} of {formatCount(wanted, "wanted ruling")}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
