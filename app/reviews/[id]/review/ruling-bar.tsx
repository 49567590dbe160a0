"use client";
/** Where a reviewer rules: one key each, shown on the buttons. */
import { Undo2 } from "lucide-react";
import type { RefObject } from "react";
import { MARK_WORDS, VerdictGlyph } from "@/components/glyphs/verdict-glyph";
import { Button } from "@/components/ui/button";
import { Textarea } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";
import type { Course } from "@/domain/review/course";
import type { RulingMode } from "@/domain/review/plan";
import type { Given } from "@/domain/review/standing";
import { markOf } from "@/domain/verdict";

export type Choice = { key: string; name: string; rating: Given };

const CHOICES: readonly Choice[] = [
  { key: "1", name: "Reasonable", rating: 1 },
  { key: "2", name: "Neutral", rating: 0 },
  { key: "3", name: "Unreasonable", rating: -1 },
  { key: "4", name: "Unsure", rating: null },
];
const FIRST_ERROR: readonly Choice[] = [
  { key: "1", name: "Right so far", rating: 1 },
  { key: "3", name: "First wrong step", rating: -1 },
  { key: "4", name: "Unsure from here", rating: null },
];
export const choicesOf = (ruling: RulingMode): readonly Choice[] => (ruling === "first-error" ? FIRST_ERROR : CHOICES);

export function RulingBar(props: {
  question: string;
  choices: readonly Choice[];
  course: Course;
  note: string;
  noteRef: RefObject<HTMLTextAreaElement | null>;
  canUndo: boolean;
  /** What was said before stands until the item is done again */
  isReopened: boolean;
  /** Given where "no error" can be said */
  onNoError: (() => void) | null;
  onRule: (rating: Given) => void;
  onNote: (note: string) => void;
  onNoteDone: () => void;
  onUndo: () => void;
  onNext: () => void;
}) {
  const { course } = props;
  return (
    <section aria-label="Your ruling" className="shrink-0 border-line border-t bg-panel py-2">
      <div className="mx-auto flex max-w-[104ch] flex-col gap-2 px-4 md:px-5">
        <div className="flex min-h-5 items-center gap-2">
          <h2 className="min-w-0 font-medium">{course.isDone ? <Said course={course} /> : props.question}</h2>
          {props.isReopened && (
            <p role="status" className="text-muted text-xs">
              What you said before stands until you have ruled again.
            </p>
          )}
        </div>
        <div className="flex flex-wrap items-center gap-2">
          {course.isDone ? (
            <Button variant="primary" onClick={props.onNext}>
              Next <Key>n</Key>
            </Button>
          ) : (
            <>
              {props.choices.map(({ key, name, rating }) => (
                <Button key={key} onClick={() => props.onRule(rating)} className="max-sm:flex-1">
                  <VerdictGlyph mark={markOf(rating)} label="" /> {name} <Key>{key}</Key>
                </Button>
              ))}
              {props.onNoError && (
                <Button onClick={props.onNoError} className="max-sm:flex-1">
                  No error <Key>0</Key>
                </Button>
              )}
              <Button variant="ghost" title="It comes back when nothing else is left" onClick={props.onNext}>
                Skip <Key>n</Key>
              </Button>
            </>
          )}
          <Button variant="ghost" disabled={!props.canUndo} onClick={props.onUndo} className="sm:ml-auto">
            <Undo2 aria-hidden /> Undo <Key>u</Key>
          </Button>
        </div>
        <div className="flex items-start gap-2">
          <Textarea
            ref={props.noteRef}
            rows={1}
            aria-label="Note"
            placeholder="Note: press m to write, Enter when done"
            maxLength={10_000}
            value={props.note}
            onChange={(event) => props.onNote(event.target.value)}
            onBlur={props.onNoteDone}
            onKeyDown={(event) => {
              const isDone = event.key === "Escape" || (event.key === "Enter" && !event.shiftKey);
              if (!isDone || event.nativeEvent.isComposing) return;
              event.preventDefault();
              event.currentTarget.blur();
            }}
            className="min-h-8 resize-none py-1 [field-sizing:content]"
          />
        </div>
      </div>
    </section>
  );
}

function Key({ children }: { children: string }) {
  return (
    <span aria-hidden className="max-md:hidden">
      <Kbd>{children}</Kbd>
    </span>
  );
}

function Said({ course }: { course: Course }) {
  const last = course.rulings.at(-1);
  if (!last) return null;
  const isOne = course.rulings.length === 1;
  return (
    <span role="status" className="inline-flex items-center gap-1.5">
      You said: <VerdictGlyph mark={markOf(last.rating)} label="" />
      {last.rating === null ? "unsure" : MARK_WORDS[markOf(last.rating)]}
      {!isOne && <span className="text-muted">at step {last.step + 1}, the last you ruled on</span>}
    </span>
  );
}
