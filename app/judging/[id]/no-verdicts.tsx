"use client";
/** The steps without a verdict, with what came instead of one. */
import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { PlainText } from "@/components/trajectory/plain-text";
import { ScrollRegion } from "@/components/trajectory/scroll-region";
import { Button } from "@/components/ui/button";
import { formatNumber } from "@/domain/format";

type Page = ApiOutputs["judging"]["noVerdicts"];

export function NoVerdicts({ id, first, count }: { id: number; first: Page; count: number }) {
  const trpc = useTRPC();
  const [isOpen, setIsOpen] = useState(false);
  const pages = useInfiniteQuery({
    ...trpc.judging.noVerdicts.infiniteQueryOptions(
      { id },
      { initialCursor: null, getNextPageParam: (page: Page) => page.next ?? undefined },
    ),
    initialData: { pages: [first], pageParams: [null] },
    enabled: isOpen,
  });
  if (count === 0) return null;
  return (
    <details
      className="border-line border-t px-4 py-3 md:px-5"
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
    >
      <summary className="cursor-pointer">
        <span className="font-semibold">No verdict</span>
        <span className="ml-3 text-muted tabular-nums">
          {formatNumber(count)} {count === 1 ? "step" : "steps"}; read what came instead of a ruling
        </span>
      </summary>
      <ol className="mt-2 flex flex-col">
        {pages.data.pages.flatMap((page) =>
          page.steps.map((step) => (
            <li key={`${step.trajectoryId}.${step.step}`} className="border-line border-t py-2 first:border-t-0">
              <p className="flex flex-wrap items-baseline gap-x-3">
                <Link
                  href={`/trajectories/${step.trajectoryId}?judge=${id}#step-${step.step + 1}`}
                  className="text-accent-ink hover:underline"
                >
                  Trajectory {step.trajectoryId}, step {step.step + 1}
                </Link>
                <span className="min-w-0 truncate text-muted text-xs">{step.question}</span>
              </p>
              {step.raw === null ? (
                <p className="text-faint">Nothing was kept.</p>
              ) : step.raw.text.trim() === "" ? (
                <p className="text-faint">The reply was empty.</p>
              ) : (
                <ScrollRegion
                  label={`Reply on step ${step.step + 1} of trajectory ${step.trajectoryId}`}
                  className="mt-1 max-h-60 max-w-[100ch] overflow-auto rounded-md bg-subtle px-3 py-2"
                >
                  <PlainText
                    text={step.raw.isCut ? `${step.raw.text}…` : step.raw.text}
                    className="font-mono text-xs"
                  />
                </ScrollRegion>
              )}
            </li>
          )),
        )}
      </ol>
      {pages.isError && (
        <p role="alert" className="text-danger-ink">
          More could not be read: {pages.error.message}
        </p>
      )}
      {pages.hasNextPage && (
        <Button size="sm" disabled={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
          {pages.isFetchingNextPage ? "Loading…" : "Show more"}
        </Button>
      )}
    </details>
  );
}
