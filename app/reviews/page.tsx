import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { Button } from "@/components/ui/button";
import { caller } from "@/server/routers/root";
import { ReviewList } from "./list";

export const metadata: Metadata = { title: "Reviews" };

export default async function ReviewsPage() {
  const reviews = await caller().review.list();
  return (
    <>
      <PageHeader
        title="Reviews"
        description="A review is a sample that people rule on, step by step: it says how far a judge can be trusted."
        actions={
          reviews.length > 0 && (
            <Button asChild variant="primary">
              <Link href="/reviews/new">New review</Link>
            </Button>
          )
        }
      />
      {reviews.length === 0 ? <NoReview /> : <ReviewList initial={reviews} />}
    </>
  );
}

function NoReview() {
  return (
    <EmptyState
      title="No review yet"
      action={
        <>
          <Button asChild variant="primary">
            <Link href="/reviews/new">New review</Link>
          </Button>
          <Button asChild>
            <Link href="/judging">Judging runs</Link>
          </Button>
        </>
      }
    >
      Draw a sample of steps, rule on them by keyboard, alone or with others, and see where people and judges part. What
      each person rules is a judging run of its own.
    </EmptyState>
  );
}
