"use client";
/** The form of a new rollout run: the essential first, the rest folded, and what it comes to beside it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { showFirstProblem } from "@/app/settings/show-first-problem";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { freeName } from "@/domain/free-name";
import { type Draft, type DraftErrors, readDraft } from "./draft";
import { EssentialFields } from "./essential-fields";
import { FurtherFields } from "./further-fields";
import { Summary } from "./summary";

export type FormProps = {
  initial: Draft;
  models: ApiOutputs["endpoint"]["models"]["list"];
  sets: ApiOutputs["library"]["questionSets"];
  corpora: ApiOutputs["rollout"]["defaults"]["corpora"];
  /** Names that rollout runs have */
  taken: readonly string[];
};
export type FieldsProps = Omit<FormProps, "initial" | "taken"> & {
  draft: Draft;
  errors: DraftErrors;
  suggestedName: string;
  onChange: (change: Partial<Draft>) => void;
};

export function RolloutForm({ initial, models, sets, corpora, taken }: FormProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(initial);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [isAsked, setAsked] = useState(false);
  const set = sets.find(({ id }) => String(id) === draft.setId);
  const model = models.find(({ id }) => String(id) === draft.modelId);
  const suggestedName = freeName([set?.name, model?.name].filter(Boolean).join(" · ").slice(0, 200), taken);
  const read = readDraft(draft, suggestedName);
  const found = "errors" in read ? read.errors : {};
  const errors = Object.fromEntries(Object.entries(found).filter(([field]) => isAsked || touched.has(field)));

  const start = useMutation(
    trpc.rollout.start.mutationOptions({
      onSuccess: async ({ id }) => {
        await queries.invalidateQueries({ queryKey: trpc.rollout.list.pathKey() });
        router.push(`/rollouts/${id}`);
      },
    }),
  );
  async function change(changed: Partial<Draft>) {
    setDraft((current) => ({ ...current, ...changed }));
    setTouched((current) => new Set([...current, ...Object.keys(changed)]));
    if (changed.setId !== undefined && !draft.hasOwnTools) {
      const questionSetId = Number(changed.setId);
      const { settings } = await queries.fetchQuery(trpc.rollout.defaults.queryOptions({ questionSetId }));
      const { search, tools } = settings;
      const corpusId = search?.kind === "corpus" ? String(search.corpusId) : "";
      setDraft((current) => (current.setId === changed.setId ? { ...current, tools, corpusId } : current));
    }
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    setAsked(true);
    if ("plan" in read) start.mutate(read.plan);
    else showFirstProblem(form.current);
  }
  const fields = { draft, errors, suggestedName, models, sets, corpora, onChange: change };
  return (
    <form
      ref={form}
      noValidate
      onSubmit={submit}
      className="grid max-w-6xl gap-x-8 gap-y-6 px-4 py-4 md:px-5 lg:grid-cols-[minmax(0,1fr)_22rem]"
    >
      <div className="flex min-w-0 flex-col gap-5">
        <EssentialFields {...fields} />
        <FurtherFields {...fields} />
      </div>
      <Summary
        plan={"plan" in read ? read.plan : null}
        draft={draft}
        setSize={set?.questions ?? null}
        isStarting={start.isPending || start.isSuccess}
        error={start.error?.message ?? (isAsked && "errors" in read ? "Some fields need another look." : null)}
      />
    </form>
  );
}
