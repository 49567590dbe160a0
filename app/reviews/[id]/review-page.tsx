"use client";
/** A review: what was asked, who did how much of it, and where people part. */
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { LineageButton } from "@/app/lineage/lineage-button";
import { usePerson } from "@/app/trajectories/[id]/person";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { RelativeTime } from "@/components/format/time";
import { PageHeader } from "@/components/shell/page-header";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { Names } from "@/domain/browse";
import { reviewingHref } from "../address";
import { StrataTable } from "../strata-table";
import { Asked } from "./asked";
import { AuditPanel } from "./audit";
import { Differences } from "./differences";
import { People } from "./people";
import { RemoveReview } from "./remove-review";
import { Unsent } from "./unsent";

export type Review = ApiOutputs["review"]["get"];

export function ReviewPage({ initial, names }: { initial: Review; names: Names }) {
  const trpc = useTRPC();
  const person = usePerson();
  const { data: review } = useQuery({
    ...trpc.review.get.queryOptions({ id: initial.id }),
    initialData: initial,
    refetchInterval: 20_000,
  });
  return (
    <div className="min-h-full bg-canvas">
      <PageHeader
        trail={[{ href: "/reviews", name: "Reviews" }]}
        title={
          <span className="inline-flex flex-wrap items-center gap-2">
            {review.name}
            {review.plan.hindsight && <Badge title="People see everything before they rule">in hindsight</Badge>}
          </span>
        }
        description={
          <>
            Drawn <RelativeTime iso={review.createdAt} />
          </>
        }
        actions={
          <>
            <LineageButton kind="review" id={review.id} />
            <RemoveReview review={review} />
            <Button asChild variant="primary">
              <Link href={reviewingHref(review.id, person)}>{person === null ? "Review" : `Review as ${person}`}</Link>
            </Button>
          </>
        }
      />
      <div className="flex flex-col gap-4 p-4 md:p-5">
        <Unsent review={review} />
        <Asked review={review} names={names} />
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <People review={review} />
          <section aria-labelledby="strata" className="min-w-0 rounded-lg border border-line bg-panel p-3">
            <h2 id="strata" className="mb-1 font-semibold">
              What was drawn
            </h2>
            <StrataTable strata={review.population} isRepresentative={review.isRepresentative} />
          </section>
        </div>
        <AuditPanel review={review} names={names} />
        <Differences review={review} names={names} />
      </div>
    </div>
  );
}
