"use client";
/** The steps on which two judging runs differ, with what each says. */
import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { MARK_WORDS, VerdictGlyph } from "@/components/glyphs/verdict-glyph";
import { Action } from "@/components/trajectory/action";
import { PlainText } from "@/components/trajectory/plain-text";
import { Button } from "@/components/ui/button";
import type { FlipKind } from "@/domain/judging/flips";
import type { Pool } from "@/domain/pool";
import { showable } from "@/domain/trajectory-view";
import { markOf } from "@/domain/verdict";

type Page = ApiOutputs["judging"]["flippedSteps"];
type Step = Page["steps"][number];
type Run = { id: number; name: string };

export function FlippedSteps(props: {
  a: Run;
  b: Run;
  kind: FlipKind;
  /** Of its trajectories alone */
  pool?: Pool;
  first: Page;
}) {
  const { a, b, kind, first, pool = null } = props;
  const trpc = useTRPC();
  const pages = useInfiniteQuery({
    ...trpc.judging.flippedSteps.infiniteQueryOptions(
      { a: a.id, b: b.id, kind, pool },
      { initialCursor: null, getNextPageParam: (page: Page) => page.next ?? undefined },
    ),
    initialData: { pages: [first], pageParams: [null] },
  });
  const steps = pages.data.pages.flatMap((page) => page.steps);
  const title = kind ? `A: ${MARK_WORDS[kind.from]}, B: ${MARK_WORDS[kind.to]}` : "Both rule, and do not say the same";
  return (
    <section aria-labelledby="steps" className="border-line border-t">
      <h2 id="steps" className="px-4 py-3 font-semibold md:px-5">
        Steps <span className="font-normal text-muted">{title}</span>
      </h2>
      {steps.length === 0 && <p className="px-4 pb-8 text-muted md:px-5">There is no such step.</p>}
      <ol>
        {steps.map((step) => (
          <Flipped key={`${step.trajectoryId}.${step.step}`} step={step} a={a} b={b} />
        ))}
      </ol>
      {pages.isError && (
        <p role="alert" className="px-4 py-2 text-danger-ink md:px-5">
          More could not be read: {pages.error.message}
        </p>
      )}
      {pages.hasNextPage && (
        <div className="p-3 text-center">
          <Button disabled={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
            {pages.isFetchingNextPage ? "Loading…" : "Show more"}
          </Button>
        </div>
      )}
    </section>
  );
}

function Flipped({ step, a, b }: { step: Step; a: Run; b: Run }) {
  return (
    <li className="grid gap-x-6 gap-y-2 border-line border-t px-4 py-3 md:px-5 lg:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_minmax(0,1fr)]">
      <div className="min-w-0">
        <Link
          href={`/trajectories/${step.trajectoryId}?judge=${b.id}#step-${step.step + 1}`}
          className="text-accent-ink hover:underline"
        >
          Trajectory {step.trajectoryId}, step {step.step + 1} of {step.numSteps}
        </Link>
        <p className="mb-1.5 truncate text-muted text-xs" title={showable(step.question.text)}>
          {showable(step.question.text)}
        </p>
        <Action action={step.action} showThought />
      </div>
      <Ruling letter="A" run={a} ruling={step.a} />
      <Ruling letter="B" run={b} ruling={step.b} />
    </li>
  );
}

function Ruling({ letter, run, ruling }: { letter: string; run: Run; ruling: Step["a"] }) {
  const mark = markOf(ruling.rating);
  return (
    <div className="min-w-0">
      <p className="flex items-center gap-1.5">
        <VerdictGlyph mark={mark} label="" />
        <span className="font-medium">{MARK_WORDS[mark]}</span>
        {ruling.score !== null && (
          <span className="whitespace-nowrap text-muted text-xs tabular-nums">score {ruling.score}</span>
        )}
        <span className="ml-auto min-w-0 truncate text-faint text-xs" title={run.name}>
          {letter} · {run.name}
        </span>
      </p>
      {ruling.rationale === null ? (
        <p className="text-faint text-xs">No rationale was recorded.</p>
      ) : (
        <PlainText
          text={ruling.rationale.isCut ? `${ruling.rationale.text}…` : ruling.rationale.text}
          className="mt-1 text-muted text-sm"
        />
      )}
    </div>
  );
}
