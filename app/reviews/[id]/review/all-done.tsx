"use client";
import Link from "next/link";
import { EmptyState } from "@/components/states/empty-state";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/domain/format";
import type { Reviewed } from "./reviewing";
import type { SessionState } from "./session-state";

/** There is nothing to rule on now: for good, or until somebody else lets go. */
export function AllDone(props: { review: Reviewed; person: string; state: SessionState; onUndo: () => void }) {
  const { review, state } = props;
  const isWaiting = state.waiting > 0;
  return (
    <EmptyState
      title={isWaiting ? "Others have the rest" : "Nothing is left for you"}
      action={
        <>
          <Button asChild variant="primary">
            <Link href={`/reviews/${review.id}`}>See how the review stands</Link>
          </Button>
          {state.canUndo && <Button onClick={props.onUndo}>Undo the last ruling</Button>}
        </>
      }
    >
      {isWaiting
        ? `${formatCount(state.waiting, "item is", "items are")} reserved for others now. They come here by themselves if nobody rules on them within a quarter of an hour.`
        : `You ruled on ${formatCount(state.done, "item")}. As many people as were wanted have ruled on all others.`}
      {state.unsent > 0 && (
        <p className="mt-2 text-warning-ink">
          {formatCount(state.unsent, "ruling")} not sent yet: keep this page open, or come back in this browser.
        </p>
      )}
    </EmptyState>
  );
}
