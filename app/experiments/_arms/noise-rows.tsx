/** Estimated label noise of each arm, from a review of the pool, and where it comes from. */
import Link from "next/link";
import { newReviewHref } from "@/app/reviews/address";
import { Button } from "@/components/ui/button";
import { NativeSelect } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { formatCount, formatInterval, formatNumber, formatShare } from "@/domain/format";
import type { Pool } from "@/domain/pool";
import type { Noise, useNoise } from "../_figures/use-noise";
import { Below, Faint, type Group } from "./rows";

type Estimate = NonNullable<Noise["estimate"]>;
type ArmNoise = Estimate["arms"][number];

/** No group while nothing is estimated. */
export function noiseGroups(estimate: Estimate | null | undefined): Group[] {
  if (!estimate || estimate.response.ruled === 0) return [];
  const armOf = (name: string) => estimate.arms.find((arm) => arm.name === name);
  const kinds = [
    ...(estimate.review.ruling === "first-error" ? [] : ([{ key: "steps", name: "Unreasonable steps" }] as const)),
    ...(estimate.review.unit === "step" ? [] : ([{ key: "trajectories", name: "Trajectories with one" }] as const)),
  ];
  const rows = kinds.map(({ key, name }, index) => ({
    key: `noise-${key}`,
    name: key === "trajectories" && index === 0 ? "With an unreasonable step" : name,
    note: "Share of what is kept, estimated from the review below; small: its 95 % interval, and the rulings behind it",
    show: (arm: { name: string }) => {
      const found = armOf(arm.name);
      return found ? <NoiseShare name={arm.name} arm={found} of={key} /> : <Faint>–</Faint>;
    },
  }));
  return [{ key: "noise", rows }];
}

function NoiseShare({ name, arm, of }: { name: string; arm: ArmNoise; of: "steps" | "trajectories" }) {
  if (arm.followsReview) return <Faint>follows the review</Faint>;
  const share = arm[of];
  if (share === null || share.share === null) return <Faint>nothing ruled on</Faint>;
  return (
    <>
      <span data-testid={`${name}: noise of ${of}`}>{formatShare(share.share)}</span>
      {share.interval && <Below>{formatInterval(share.interval)}</Below>}
      <Below>
        {formatNumber(share.events)} of {formatNumber(share.of)} ruled
      </Below>
    </>
  );
}

/** Where the estimate comes from, or how to get one. */
export function NoiseNote(props: {
  pool: Pool;
  found: ReturnType<typeof useNoise>;
  onReview: (review: number) => void;
}) {
  const { found, pool } = props;
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 border-line border-t px-4 py-2 text-muted text-xs">
      {found.isError ? (
        <p role="alert" className="flex flex-wrap items-center gap-2 text-danger-ink">
          How much wrong is kept could not be estimated: {found.error.message}
          <Button size="sm" onClick={() => void found.refetch()}>
            Try again
          </Button>
        </p>
      ) : !found.data ? (
        <Skeleton className="h-3 w-80 max-w-full" />
      ) : found.data.estimate === null ? (
        <p>
          How much wrong each arm keeps can be estimated once people have ruled on a sample of this pool:{" "}
          <Link href={newReviewHref(pool)} className="text-accent-ink hover:underline">
            review a sample
          </Link>
          .
        </p>
      ) : (
        <Source estimate={found.data.estimate} reviews={found.data.reviews} {...props} />
      )}
    </div>
  );
}

function Source(props: {
  estimate: Estimate;
  reviews: Noise["reviews"];
  pool: Pool;
  onReview: (review: number) => void;
}) {
  const { estimate, reviews, pool } = props;
  const { review, response, hasChanged, arms } = estimate;
  const link = (
    <Link href={`/reviews/${review.id}`} className="text-accent-ink hover:underline">
      {review.name}
    </Link>
  );
  return (
    <>
      <p className="min-w-0 flex-1 basis-80" data-testid="noise-source">
        {response.ruled === 0 ? (
          <>How much wrong each arm keeps is estimated with the first rulings of {link}.</>
        ) : (
          <>
            Unreasonable steps are estimated from {link}: {formatNumber(response.ruled)} of{" "}
            {formatCount(
              response.sampled,
              review.unit === "step" ? "drawn step" : "drawn trajectory",
              DRAWN[review.unit],
            )}{" "}
            {response.ruled === 1 ? "has" : "have"} a ruling that stands{review.hindsight && ", made in hindsight"}.
            {hasChanged && " Its pool has changed since the sample was drawn: the estimate is of what it was."}
            {response.unseenStrata > 0 &&
              ` Nothing was ruled on in ${formatCount(response.unseenStrata, "stratum", "strata")} of it.`}
            {arms.some(({ followsReview }) => followsReview) &&
              " An arm that follows this review's own rulings needs another one to measure it."}
            {review.unit === "step" && (
              <>
                {" "}
                How many trajectories hold one takes{" "}
                <Link href={newReviewHref(pool)} className="text-accent-ink hover:underline">
                  a review of whole trajectories
                </Link>
                .
              </>
            )}
          </>
        )}
      </p>
      {reviews.length > 1 && (
        <NativeSelect
          aria-label="Review that the estimate comes from"
          className="w-auto max-w-56"
          value={review.id}
          onChange={(event) => props.onReview(Number(event.target.value))}
        >
          {reviews.map(({ id, name, ruled, items }) => (
            <option key={id} value={id}>
              {name} ({formatNumber(ruled)} of {formatNumber(items)})
            </option>
          ))}
        </NativeSelect>
      )}
    </>
  );
}

const DRAWN = { step: "drawn steps", trajectory: "drawn trajectories" } as const;
