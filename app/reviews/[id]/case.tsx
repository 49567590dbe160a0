"use client";
import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { usePerson } from "@/app/trajectories/[id]/person";
import { PersonDialog } from "@/app/trajectories/[id]/person-dialog";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { MARK_WORDS, VerdictGlyph } from "@/components/glyphs/verdict-glyph";
import { Action } from "@/components/trajectory/action";
import { PlainText } from "@/components/trajectory/plain-text";
import { withDots } from "@/components/trajectory/question-head";
import { ScrollRegion } from "@/components/trajectory/scroll-region";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";
import { cutAtWord } from "@/domain/format";
import type { Given } from "@/domain/review/standing";
import { type Excerpt, showable } from "@/domain/trajectory-view";
import { markOf } from "@/domain/verdict";
import type { Review } from "./review-page";

type One = ApiOutputs["review"]["cases"]["cases"][number];

const CHOICES: readonly { rating: Given; name: string }[] = [
  { rating: 1, name: "Reasonable" },
  { rating: 0, name: "Neutral" },
  { rating: -1, name: "Unreasonable" },
  { rating: null, name: "No verdict" },
];

/** One step on which they differ: what was done, what everyone says of it, and the decision. */
export function Case(props: { review: Review; one: One; judgeName: string; onChanged: () => Promise<unknown> }) {
  const { review, one } = props;
  const trpc = useTRPC();
  const person = usePerson();
  const [note, setNote] = useState(one.final?.note?.text ?? "");
  const [asked, setAsked] = useState<{ rating: Given } | null>(null);
  // Refused where somebody decided meanwhile: then what they decided is read, and what was written here stays.
  const onSettled = props.onChanged;
  const decide = useMutation(trpc.review.decide.mutationOptions({ onSettled }));
  const undecide = useMutation(trpc.review.undecide.mutationOptions({ onSettled }));
  const seen = one.final && { rating: one.final.rating, note: one.final.note?.text ?? null, by: one.final.by };
  const place = { review: review.id, idx: one.idx, step: one.step, seen };
  const decideAs = (by: string, rating: Given) => decide.mutate({ ...place, person: by, rating, note });
  const problem = decide.error ?? undecide.error;
  const title = `Item ${one.idx + 1}, step ${one.step + 1}`;
  return (
    <article
      aria-label={title}
      className={cn("flex min-w-0 flex-col gap-2 rounded-lg border border-line p-3", one.final && "bg-canvas")}
    >
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h3 className="font-medium">
          <Link href={`/trajectories/${one.trajectoryId}#step-${one.step + 1}`} className="hover:underline">
            {title}
          </Link>
        </h3>
        <p className="min-w-0 flex-1 basis-60 truncate text-muted" title={showable(one.question.text)}>
          {cutAtWord(showable(one.question.text), 200)}
        </p>
      </div>
      <div className="grid gap-x-5 gap-y-3 lg:grid-cols-2">
        <ScrollRegion label={`Action of ${title}`} className="max-h-80 min-w-0 overflow-auto">
          {one.view ? <Action action={one.view.action} showThought /> : <p className="text-faint">The step is gone.</p>}
        </ScrollRegion>
        <ul className="flex min-w-0 flex-col gap-1.5">
          {one.people.map(({ person: name, rating, note: said, isInHindsight }) => (
            <Voice key={name} name={name} rating={rating} said={said} isInHindsight={isInHindsight} />
          ))}
          {one.judge && <Voice name={props.judgeName} rating={one.judge.rating} said={one.judge.note} isJudge />}
        </ul>
      </div>
      <div className="flex flex-wrap items-center gap-2 border-line border-t pt-2">
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields */}
        <span role="group" aria-label={`What stands on ${title}`} className="flex flex-wrap gap-1">
          {CHOICES.map(({ rating, name }) => {
            const isChosen = one.final !== null && one.final.rating === rating;
            return (
              <Button
                key={name}
                size="sm"
                aria-pressed={isChosen}
                disabled={decide.isPending}
                className={cn(isChosen && "bg-selected ring-1 ring-accent-ink ring-inset")}
                onClick={() => (person === null ? setAsked({ rating }) : decideAs(person, rating))}
              >
                <VerdictGlyph mark={markOf(rating)} label="" /> {name}
              </Button>
            );
          })}
        </span>
        <Input
          aria-label={`Why, on ${title}`}
          placeholder="Why"
          maxLength={10_000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          className="h-7 min-w-40 flex-1"
        />
        {one.final && (
          <>
            <span className="text-faint text-xs">{one.final.by ?? "decided"}</span>
            <Button size="sm" variant="ghost" disabled={undecide.isPending} onClick={() => undecide.mutate(place)}>
              Take back
            </Button>
          </>
        )}
      </div>
      {problem && (
        <p role="alert" className="text-danger-ink text-xs">
          It was not kept: {problem.message}
        </p>
      )}
      {asked !== null && (
        <PersonDialog
          isOpen
          name={person}
          onClose={() => setAsked(null)}
          onNamed={(name) => {
            decideAs(name, asked.rating);
            setAsked(null);
          }}
        />
      )}
    </article>
  );
}

function Voice(props: {
  name: string;
  rating: Given;
  said: Excerpt | null;
  isJudge?: boolean;
  isInHindsight?: boolean;
}) {
  const { name, rating, said, isJudge = false } = props;
  const none = isJudge ? MARK_WORDS.none : "unsure";
  return (
    <li className="min-w-0">
      <p className="flex min-w-0 items-center gap-1.5">
        <VerdictGlyph mark={markOf(rating)} label="" />
        <span className="min-w-0 truncate font-medium">{showable(name)}</span>
        {isJudge && <span className="text-faint text-xs">judge</span>}
        <span className="text-muted">{rating === null ? none : MARK_WORDS[markOf(rating)]}</span>
        {props.isInHindsight && (
          <span className="text-faint text-xs" title="Changed after what was hidden had been shown">
            in hindsight
          </span>
        )}
      </p>
      {said && <PlainText text={withDots(said)} className="pl-5 text-muted text-xs" />}
    </li>
  );
}
