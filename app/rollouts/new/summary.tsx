"use client";
/** What the form comes to: how many trajectories, what is asked first, and the button that starts it. */
import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { useTRPC } from "@/app/trpc";
import { MessagesText } from "@/components/trajectory/messages-text";
import { ScrollRegion } from "@/components/trajectory/scroll-region";
import { Button } from "@/components/ui/button";
import { formatCount, formatNumber } from "@/domain/format";
import type { RolloutPlan } from "@/domain/rollout/settings";
import type { Draft } from "./draft";

const PAUSE_MS = 400;

/** The value, once it has stayed the same for a moment. */
function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  const text = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

export function Summary(props: {
  /** null while something is missing */
  plan: RolloutPlan | null;
  draft: Draft;
  /** Questions of the set; null without one */
  setSize: number | null;
  isStarting: boolean;
  error: string | null;
}) {
  const trpc = useTRPC();
  const plan = useSettled(props.plan);
  const asked = plan && { modelId: plan.modelId, questions: plan.questions, settings: plan.settings };
  const preview = useQuery({
    ...trpc.rollout.preview.queryOptions(asked ?? skipToken),
    retry: false,
    placeholderData: keepPreviousData,
  });
  const isReady = plan !== null && preview.isSuccess;
  return (
    <aside className="flex min-w-0 flex-col gap-3 lg:sticky lg:top-4 lg:self-start">
      <section aria-label="Summary" className="rounded-lg border border-line bg-canvas p-4">
        <p aria-live="polite" className="min-h-10 tabular-nums">
          {isReady ? (
            <Total preview={preview.data} setSize={props.setSize} samples={plan.settings.samples} />
          ) : plan !== null && preview.isError ? (
            <span className="text-danger-ink">{preview.error.message}</span>
          ) : (
            <span className="text-muted">
              {plan !== null ? "Counting…" : props.error === null ? hintOf(props.draft) : null}
            </span>
          )}
        </p>
        {plan !== null && preview.isError && (
          <Button size="sm" className="mt-2" disabled={preview.isFetching} onClick={() => preview.refetch()}>
            {preview.isFetching ? "Trying…" : "Try again"}
          </Button>
        )}
        <Button type="submit" variant="primary" className="mt-3 w-full" disabled={props.isStarting}>
          {props.isStarting ? "Starting…" : "Start rollout run"}
        </Button>
        {props.error !== null && (
          <p role="alert" className="mt-2 text-danger-ink">
            {props.error}
          </p>
        )}
      </section>
      {isReady && (
        <Fold title="First request" isOpen>
          <ScrollRegion label="First request" className="max-h-[50dvh] overflow-auto">
            <MessagesText json={JSON.stringify(preview.data.messages)} />
          </ScrollRegion>
        </Fold>
      )}
      {isReady && (
        <Fold title="Its body, as JSON">
          <ScrollRegion label="Its body, as JSON" className="max-h-[50dvh] overflow-auto">
            <pre className="whitespace-pre-wrap break-words font-mono text-xs">{preview.data.body}</pre>
          </ScrollRegion>
        </Fold>
      )}
    </aside>
  );
}

/** "20 of 1,319 questions × 5 = 100 trajectories" */
function Total(props: {
  preview: { questions: number; trajectories: number };
  setSize: number | null;
  samples: number;
}) {
  const { questions, trajectories } = props.preview;
  const isAll = props.setSize === null || props.setSize === questions;
  return (
    <>
      {isAll
        ? formatCount(questions, "question")
        : `${formatNumber(questions)} of ${formatCount(props.setSize ?? 0, "question")}`}{" "}
      × {formatNumber(props.samples)} = <strong>{formatCount(trajectories, "trajectory", "trajectories")}</strong>
    </>
  );
}

function hintOf({ setId, modelId, tools, searchIn, corpusId }: Draft): string {
  if (setId === "") return "Choose a question set to see how many trajectories this makes.";
  if (modelId === "") return "Choose a model that an endpoint serves.";
  if (tools.includes("search") && searchIn === "corpus" && corpusId === "") return "Choose the corpus to search in.";
  return "Some fields need another look.";
}

function Fold({ title, isOpen = false, children }: { title: string; isOpen?: boolean; children: ReactNode }) {
  return (
    <details open={isOpen} className="rounded-lg border border-line px-4 py-2.5">
      <summary className="cursor-pointer font-semibold">{title}</summary>
      <div className="pt-2">{children}</div>
    </details>
  );
}
