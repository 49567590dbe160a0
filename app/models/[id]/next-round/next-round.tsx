"use client";
/** What the next round repeats, and its start. */
import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { ServingFields } from "@/app/evals/new/serving-fields";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { inferenceWords } from "@/domain/eval/settings-words";
import { MODE_NAMES } from "@/domain/experiment";
import { asksProcess } from "@/domain/filtering/filter";
import { formatCount, formatNumber } from "@/domain/format";
import { metricName } from "@/domain/labelling/metric-words";
import { leftOutOf } from "@/domain/round/plan";
import { useServing } from "./use-serving";

type Suggested = ApiOutputs["round"]["suggest"];
type Plan = Suggested["plan"];

export function NextRound(props: {
  suggested: Suggested;
  model: { id: number; name: string };
  sets: Record<number, string>;
  trail: { href: string; name: string }[];
}) {
  const { suggested, model, sets, trail } = props;
  const trpc = useTRPC();
  const router = useRouter();
  const [plan, setPlan] = useState(suggested.plan);
  // A second click sends the same key, and starts no second round.
  const [key] = useState(() => crypto.randomUUID());
  const start = useMutation(trpc.round.start.mutationOptions({ onSuccess: ({ id }) => router.push(`/rounds/${id}`) }));
  const isStarting = start.isPending || start.isSuccess;
  const { answers } = suggested.serving;
  const { serving, canAnswer, fields } = useServing(suggested.serving);
  const canStart = canAnswer && plan.rollouts.length > 0 && plan.name.trim() !== "" && !isStarting;
  return (
    <div className="min-h-full bg-canvas">
      <PageHeader
        trail={trail}
        title="Next round"
        description={`Iteration ${suggested.iteration}: what "${suggested.trainingRun.name}" was trained on, again with ${model.name} as the policy.`}
        actions={
          <Button
            variant="primary"
            disabled={!canStart}
            onClick={() => start.mutate({ key, plan: { ...plan, serving } })}
          >
            {isStarting ? "Starting…" : "Generate the next round"}
          </Button>
        }
      />
      <div className="flex max-w-4xl flex-col gap-4 p-4 md:p-5">
        {start.error && (
          <p role="alert" className="rounded-lg border border-line bg-panel px-4 py-3 text-danger-ink">
            {start.error.message}
          </p>
        )}
        {answers.by === "nobody" && (
          <p role="note" className="rounded-lg border border-line bg-panel px-4 py-3 text-warning-ink">
            No endpoint serves {model.name}, and no server can be started for it: {answers.why}. Add an endpoint under{" "}
            <Link href="/settings#endpoints" className="underline">
              Settings
            </Link>
            .
          </p>
        )}
        {suggested.missing.length > 0 && (
          <ul
            aria-label="What cannot be repeated"
            className="rounded-lg border border-line bg-panel px-4 py-3 text-warning-ink"
          >
            {suggested.missing.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
        <Panel title="Name">
          <Input
            aria-label="Name"
            value={plan.name}
            maxLength={150}
            onChange={(event) => setPlan({ ...plan, name: event.target.value })}
          />
        </Panel>
        <Panel title="Generate">
          {plan.rollouts.length === 0 ? (
            <p className="text-muted">
              Nothing can be repeated.{" "}
              <Link href={`/rollouts/new?model=${model.id}`} className="text-accent-ink underline">
                Start rollouts
              </Link>{" "}
              with it instead.
            </p>
          ) : (
            <ul className="flex flex-col gap-1.5">
              {plan.rollouts.map((rollouts) => (
                <li key={rollouts.repeats ?? rollouts.questions.questionSetId}>
                  <Rollouts
                    rollouts={rollouts}
                    setName={sets[rollouts.questions.questionSetId] ?? "a removed question set"}
                  />
                </li>
              ))}
            </ul>
          )}
        </Panel>
        {answers.by === "server" && (
          <div className="rounded-lg border border-line bg-panel px-4 py-3">
            <ServingFields
              title="Server"
              note={`${model.name} has no endpoint. The studio starts a server for it, waits until it answers, and stops it again once all is generated.`}
              {...fields}
            />
          </div>
        )}
        <Panel title="Judge">
          <Judges judges={plan.judges} />
        </Panel>
        <Panel title="Label">{labelWords(plan)}</Panel>
        <Panel title="Filter">{filterWords(plan)}</Panel>
      </div>
    </div>
  );
}

function Rollouts({ rollouts, setName }: { rollouts: Plan["rollouts"][number]; setName: string }) {
  const { questions, settings, repeats } = rollouts;
  const which = [
    questions.limit === null
      ? "all questions"
      : `${formatCount(questions.limit, "question")} by seed ${questions.drawSeed}`,
    ...(questions.search === "" ? [] : [`that hold "${questions.search}"`]),
  ];
  return (
    <>
      <span className="font-medium">{setName}</span>
      <span className="text-muted">
        {" "}
        · {which.join(" ")} · {inferenceWords(settings)}
      </span>
      {repeats !== null && (
        <>
          <span className="text-muted"> · repeats </span>
          <Link href={`/rollouts/${repeats}`} className="text-accent-ink underline">
            rollout run {formatNumber(repeats)}
          </Link>
        </>
      )}
    </>
  );
}

function Judges({ judges }: Pick<Plan, "judges">) {
  if (judges.length === 0) return "Nobody: judge the rollout runs afterwards.";
  return (
    <ul className="flex flex-col gap-1.5">
      {judges.map(({ judge, repeats }, at) => (
        <li key={repeats ?? at}>
          {judgeWords(judge)}
          {repeats !== null && (
            <>
              <span className="text-muted"> · repeats </span>
              <Link href={`/judging/${repeats}`} className="text-accent-ink underline">
                judging run {formatNumber(repeats)}
              </Link>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function filterWords({ filter, judges }: Plan): string {
  if (filter === null) return "Not known: the round's experiment has the mode None.";
  const left = leftOutOf(
    filter,
    judges.map(({ repeats }) => ({ id: repeats ?? 0, repeats })),
  );
  const isWhole = !asksProcess(filter.mode) || (left.judges.length === 0 && !left.override);
  const rules = isWhole ? "with its rules as they were" : "as far as its judges can be asked again (see above)";
  return `${MODE_NAMES[filter.mode]}, ${rules}, by this round's own judging and labelling runs. It becomes an arm of an experiment beside None.`;
}

function judgeWords(judge: Plan["judges"][number]["judge"]): string {
  if (judge.kind === "rule") return `By rules: ${judge.rules.join(", ")}.`;
  const votes = judge.votes === 1 ? "one reply a step" : `${judge.votes} votes a step`;
  return `The same judge and template: ${votes}, temperature ${judge.temperature}.`;
}

function labelWords({ labeller }: Plan): string {
  if (labeller === null) return "Nothing: label the rollout runs afterwards.";
  return labeller.kind === "metric"
    ? metricName(labeller)
    : "The same model as before says whether answers mean the same.";
}

function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="rounded-lg border border-line bg-panel px-4 py-3">
      <h2 className="mb-1.5 font-semibold">{title}</h2>
      {children}
    </section>
  );
}
