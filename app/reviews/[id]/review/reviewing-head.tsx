"use client";
import { ChevronRight, X } from "lucide-react";
import Link from "next/link";
import { useId } from "react";
import { IconButton } from "@/components/ui/button";
import { Switch } from "@/components/ui/checkbox";
import { Progress } from "@/components/ui/progress";
import { formatCount, formatNumber } from "@/domain/format";
import type { Reviewed } from "./reviewing";
import type { SessionState } from "./session-state";

/** Where the reviewer is, and, quietly, whether everything they said has arrived. */
export function ReviewingHead(props: {
  review: Reviewed;
  person: string;
  state: SessionState;
  goesOn: boolean;
  onPace: () => void;
  onDismiss: () => void;
}) {
  const { review, person, state } = props;
  const id = useId();
  return (
    <header className="shrink-0 border-line border-b bg-panel px-3 py-1.5 md:px-5">
      <div className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-1">
        <div className="flex min-w-0 items-center gap-1.5">
          <nav aria-label="Breadcrumb" className="flex items-center gap-1.5 text-muted">
            <Link href="/reviews" className="hover:text-ink hover:underline max-sm:hidden">
              Reviews
            </Link>
            <ChevronRight className="size-3.5 text-faint max-sm:hidden" aria-hidden />
          </nav>
          <h1 className="min-w-0 truncate font-semibold text-base">
            <Link href={`/reviews/${review.id}`} className="hover:underline">
              {review.name}
            </Link>
          </h1>
        </div>
        <span className="text-muted tabular-nums" data-testid="review-done">
          {formatNumber(state.done)} of {formatNumber(review.items)}
        </span>
        {state.skipped > 0 && <span className="text-muted text-xs">{formatNumber(state.skipped)} skipped for now</span>}
        <p role="status" className="min-w-0 text-warning-ink text-xs">
          {sendingWords(state)}
        </p>
        <div className="ml-auto flex items-center gap-x-4 gap-y-1">
          <span className="inline-flex items-center gap-1.5 max-sm:hidden">
            <Switch id={`${id}-pace`} checked={props.goesOn} onCheckedChange={props.onPace} />
            <label htmlFor={`${id}-pace`} className="text-muted text-xs">
              Go on at once
            </label>
          </span>
          <Link
            href={`/reviews/${review.id}/review`}
            title={`Reviewing as ${person}; press to change`}
            className="max-w-40 truncate text-muted hover:text-ink hover:underline"
          >
            {person}
          </Link>
        </div>
      </div>
      <Progress value={review.items === 0 ? null : state.done / review.items} label="Items you have ruled on" />
      {state.notices.length > 0 && (
        <div role="alert" className="mt-1.5 flex items-start gap-2 text-danger-ink text-xs">
          <div className="flex min-w-0 flex-col gap-0.5">
            {state.notices.map((notice) => (
              <p key={notice}>{notice}</p>
            ))}
          </div>
          <IconButton label="Close" size="icon-sm" onClick={props.onDismiss}>
            <X aria-hidden />
          </IconButton>
        </div>
      )}
    </header>
  );
}

const MOST_NAMED = 5;

function sendingWords({ unsent, sendProblem, failing }: SessionState): string {
  if (unsent > 0 && sendProblem !== null) return `${formatCount(unsent, "ruling")} not sent yet, retrying`;
  if (failing.length === 0) return "";
  const named = failing.slice(0, MOST_NAMED).map((idx) => formatNumber(idx + 1));
  const more = failing.length - named.length;
  const which = `${failing.length === 1 ? "item" : "items"} ${named.join(", ")}${more > 0 ? ` and ${formatNumber(more)} more` : ""}`;
  return `The studio could not keep your ruling on ${which} yet: it is sent again, everything else goes on`;
}
