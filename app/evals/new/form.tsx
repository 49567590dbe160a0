"use client";
/** The form of an eval matrix: which models, on which question sets, in which ways, and what that comes to beside it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { newKey } from "@/app/_shell/new-key";
import { FormField } from "@/app/settings/form-field";
import { showFirstProblem } from "@/app/settings/show-first-problem";
import { textsOf } from "@/app/training/new/draft";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { SampleBadge } from "@/components/states/sample-note";
import { Input } from "@/components/ui/input";
import { whoAnswers } from "@/domain/eval/who-answers";
import { formatCount } from "@/domain/format";
import { METRIC_WORDS, ownMetric } from "@/domain/labelling/metric-words";
import { ChoiceList } from "./choice-list";
import { ChosenSet } from "./chosen-set";
import { type MatrixDraft, readMatrix, suggestName } from "./draft";
import { ServingFields } from "./serving-fields";
import { Summary } from "./summary";
import { useSetDrafts } from "./use-set-drafts";
import { WayFields } from "./way-fields";

type Options = ApiOutputs["eval"]["options"];

export function MatrixForm(props: {
  initial: MatrixDraft;
  options: Options;
  sets: ApiOutputs["library"]["questionSets"];
  corpora: ApiOutputs["rollout"]["defaults"]["corpora"];
  /** Names that eval matrices have */
  taken: readonly string[];
}) {
  const { sets, corpora } = props;
  const { models, engines } = props.options;
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(props.initial);
  const [isAsked, setAsked] = useState(false);
  const change = (part: Partial<MatrixDraft>) => setDraft((current) => ({ ...current, ...part }));
  const { drafts, edit } = useSetDrafts(draft.sets);

  const chosenModels = models.filter(({ id }) => draft.models.includes(id));
  const chosenSets = sets.filter(({ id }) => draft.sets.includes(id));
  const served = chosenModels.filter(({ endpoint }) => endpoint === null);
  const trainedOn = served.find(({ engineId }) => engineId !== null)?.engineId;
  const engine = engines.find(({ id }) => id === (draft.engineId ?? trainedOn)) ?? engines[0] ?? null;
  const suggestedName = suggestName(
    chosenModels.map(({ name }) => name),
    chosenSets.map(({ name }) => name),
    props.taken,
  );
  const read = readMatrix(draft, {
    suggestedName,
    sets: drafts.map((set) => ({ ...set, name: sets.find(({ id }) => id === set.id)?.name ?? "" })),
    engine: served.length === 0 ? null : engine,
  });
  const wrong = "plan" in read ? null : read;

  // The same plan keeps its key however often it is sent; another one is another matrix.
  const sent = useRef({ plan: "", key: "" });
  const start = useMutation(
    trpc.eval.start.mutationOptions({
      onSuccess: async ({ id }) => {
        await queries.invalidateQueries({ queryKey: trpc.eval.matrices.queryKey() });
        router.push(`/evals/matrix/${id}`);
      },
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    setAsked(true);
    if (!("plan" in read)) return showFirstProblem(form.current);
    const text = JSON.stringify(read.plan);
    if (sent.current.plan !== text) sent.current = { plan: text, key: newKey() };
    start.mutate({ key: sent.current.key, plan: read.plan });
  }
  return (
    <form
      ref={form}
      noValidate
      onSubmit={submit}
      className="grid max-w-6xl gap-x-8 gap-y-6 px-4 py-4 md:px-5 lg:grid-cols-[minmax(0,1fr)_22rem]"
    >
      <div className="flex min-w-0 flex-col gap-6">
        <ChoiceList
          title="Models"
          isScrolled
          none="There is no model yet."
          chosen={draft.models}
          onChange={(chosen) => change({ models: chosen })}
          items={models.map((model) => ({
            id: model.id,
            name: model.name,
            badge: model.isSample && <SampleBadge />,
            note: [model.kind === "base" ? "base model" : model.kind, answererWords(model, engine)]
              .filter((part) => part !== null)
              .join(" · "),
            isDisabled: whoAnswers(model).by === "nobody",
          }))}
        />
        <ChoiceList
          title="Question sets"
          none="There is no question set with questions yet."
          chosen={draft.sets}
          onChange={(chosen) => change({ sets: chosen })}
          items={sets.map((set) => {
            const chosen = drafts.find(({ id }) => id === set.id);
            return {
              id: set.id,
              name: set.name,
              badge: set.isSample && <SampleBadge />,
              note: `${formatCount(set.questions, "question")} · ${metricWords(set.metric)}`,
              more: chosen && (
                <ChosenSet
                  set={chosen}
                  name={set.name}
                  questions={set.questions}
                  corpora={corpora}
                  errors={wrong?.setErrors.get(set.id) ?? {}}
                  onEdit={(part) => edit(set.id, part)}
                />
              ),
            };
          })}
        />
        <WayFields ways={draft.ways} onChange={(ways) => change({ ways })} />
        {served.length > 0 && (
          <ServingFields
            title="Servers"
            note={`${formatCount(served.length, "chosen model has", "chosen models have")} no endpoint. The studio starts a server for each, one after the other, waits until it answers, and stops it again.`}
            engines={engines}
            engine={engine}
            texts={draft.resources ?? (engine && textsOf(engine.resources))}
            errors={wrong?.resourceErrors ?? {}}
            onEngine={(engineId) => change({ engineId, resources: null })}
            onResources={(resources) => change({ resources })}
          />
        )}
        <FormField
          id="eval-name"
          label="Name"
          hint="How its runs are listed and found."
          error={wrong?.nameError ?? undefined}
        >
          {(control) => (
            <Input
              {...control}
              value={draft.name ?? suggestedName}
              autoComplete="off"
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </FormField>
      </div>
      <Summary
        plan={"plan" in read ? read.plan : null}
        hint={wrong?.hint ?? ""}
        isStarting={start.isPending || start.isSuccess}
        error={start.error?.message ?? (isAsked && wrong ? wrong.hint : null)}
      />
    </form>
  );
}

function answererWords(model: Options["models"][number], engine: Options["engines"][number] | null): string {
  const who = whoAnswers(model);
  switch (who.by) {
    case "endpoint":
      return `at ${who.name}`;
    case "server":
      return engine
        ? `no endpoint: a server is started on ${engine.name}`
        : "no endpoint, and no training engine to start a server on";
    case "nobody":
      return `cannot be served: ${who.why}`;
  }
}

function metricWords(ofSet: string | null): string {
  const metric = ownMetric(ofSet);
  return metric === null ? "no official metric: its answers stay without outcomes" : METRIC_WORDS[metric].name;
}
