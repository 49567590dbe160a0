"use client";
import Link from "next/link";
import { askedOf, type Draft, type DraftErrors, stepLimitOf } from "@/app/rollouts/new/draft";
import { type DraftProps, TextField } from "@/app/rollouts/new/text-field";
import { ToolFields } from "@/app/rollouts/new/tool-fields";
import type { ApiOutputs } from "@/app/trpc";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { EvalSet } from "@/domain/eval/plan";
import { inferenceWords } from "@/domain/eval/settings-words";
import { formatCount } from "@/domain/format";
import type { SetDraft } from "./use-set-drafts";

type Props = {
  set: SetDraft;
  name: string;
  questions: number;
  errors: DraftErrors;
  corpora: ApiOutputs["rollout"]["defaults"]["corpora"];
  onEdit: (change: Partial<Draft>) => void;
};

/** How a chosen question set is answered, and how many of its questions. */
export function ChosenSet({ set, name, questions, errors, corpora, onEdit }: Props) {
  const { draft, error } = set;
  if (error !== null && draft === null)
    return (
      <p role="alert" className="flex flex-wrap items-center gap-2 py-2 pl-6 text-danger-ink text-xs">
        {error}
        <Button size="sm" onClick={set.retry}>
          Try again
        </Button>
      </p>
    );
  if (draft === null)
    return (
      <div role="status" aria-label={`Looking up how ${name} is answered`} className="py-2 pl-6">
        <Skeleton className="h-4 w-64" />
      </div>
    );
  const fields = { draft, errors, prefix: `eval-set-${set.id}`, onChange: onEdit };
  return (
    <section aria-label={`How ${name} is answered`} className="flex min-w-0 flex-col gap-2 pt-2 pb-1.5 sm:pl-6">
      <p className="text-xs">
        {wordsOf(draft)} <span className="text-muted">{originOf(set)}</span>
      </p>
      <div className="grid grid-cols-2 gap-3 sm:max-w-md">
        <TextField
          {...fields}
          name="limit"
          label="At most"
          hint={`Of ${formatCount(questions, "question")}, drawn at random.`}
          placeholder="all questions"
          isNumber
        />
        <TextField {...fields} name="drawSeed" label="Seed of the draw" hint="The same draws the same." isNumber />
      </div>
      <details>
        <summary className="cursor-pointer text-muted text-xs hover:text-ink">Settings</summary>
        <Settings {...fields} corpora={corpora} />
      </details>
    </section>
  );
}

function Settings(props: DraftProps & Pick<Props, "corpora">) {
  return (
    <div className="flex flex-col gap-3 pt-3">
      <ToolFields {...props} />
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        <TextField
          {...props}
          name="stepLimit"
          label="Step limit"
          value={stepLimitOf(props.draft)}
          hint="Actions a trajectory."
          isNumber
        />
        <TextField {...props} name="samples" label="Samples" hint="Trajectories a question." isNumber />
        <TextField {...props} name="temperature" label="Temperature" hint="0: greedy." isNumber />
        <TextField {...props} name="maxTokens" label="Tokens an action" hint="At most." isNumber />
        <TextField {...props} name="topP" label="Top-p" hint="1: off." isNumber />
        <TextField {...props} name="topK" label="Top-k" hint="Empty: not sent." isNumber />
        <TextField {...props} name="seed" label="Seed" hint="Of every request's own seed." isNumber />
      </div>
    </div>
  );
}

/** "greedy · calculator · 10 steps" */
function wordsOf(draft: Draft): string {
  const { data } = EvalSet.safeParse(askedOf(draft));
  return data ? inferenceWords(data.settings) : "Its settings need another look";
}

function originOf({ from, isEdited }: SetDraft) {
  if (from === null) return isEdited ? "· the set's defaults, changed here" : "· the set's defaults, greedy";
  return (
    <>
      · tools and steps of{" "}
      <Link href={`/rollouts/${from.id}`} className="underline hover:text-ink">
        {from.name}
      </Link>
      {isEdited && ", changed here"}
    </>
  );
}
