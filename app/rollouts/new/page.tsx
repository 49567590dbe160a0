import type { Metadata } from "next";
import { orNotFound, readId } from "@/app/_shell/read-id";
import { PageHeader } from "@/components/shell/page-header";
import { freeName } from "@/domain/free-name";
import { caller } from "@/server/routers/root";
import { type Draft, toDraft } from "./draft";
import { RolloutForm } from "./form";
import { Missing } from "./missing";

export const metadata: Metadata = { title: "New rollout run" };

type Props = { searchParams: Promise<{ from?: string; set?: string; model?: string; purpose?: string }> };

export default async function NewRolloutPage({ searchParams }: Props) {
  const wanted = await searchParams;
  const { endpoint, library, browse } = caller();
  const [models, sets, { runs }] = await Promise.all([endpoint.models.list(), library.questionSets(), browse.names()]);
  const taken = runs.map(({ name }) => name);
  const served = models.filter((model) => model.endpointId !== null && !model.isSample);
  const filled = sets.filter((set) => set.questions > 0);
  const draft = wanted.from === undefined ? await freshDraft() : await copiedDraft(readId(wanted.from));
  const { corpora } = await caller().rollout.defaults({});

  async function freshDraft(): Promise<Draft> {
    const set = filled.find(({ id }) => String(id) === wanted.set) ?? (filled.length === 1 ? filled[0] : undefined);
    const model = served.find(({ id }) => String(id) === wanted.model) ?? served[0];
    const { settings } = await caller().rollout.defaults({ questionSetId: set?.id ?? null });
    return toDraft(settings, {
      name: null,
      purpose: wanted.purpose === "eval" ? "eval" : "generate",
      modelId: model ? String(model.id) : "",
      setId: set ? String(set.id) : "",
    });
  }
  async function copiedDraft(id: number): Promise<Draft> {
    const run = await orNotFound(caller().rollout.get({ id }));
    if (run.settings === null) return freshDraft();
    const { questions } = run.settings;
    const draft = toDraft(run.settings, {
      name: freeName(run.name, taken),
      purpose: run.purpose,
      modelId: served.some((model) => model.id === run.model?.id) ? String(run.model?.id) : "",
      // What another studio's run was made with may not be here.
      setId: filled.some((set) => set.id === questions.questionSetId) ? String(questions.questionSetId) : "",
      questions,
    });
    return { ...draft, corpusId: run.corpus === null ? "" : draft.corpusId };
  }

  return (
    <>
      <PageHeader
        trail={[{ href: "/rollouts", name: "Rollouts" }]}
        title="New rollout run"
        description="Each question is answered several times, step by step, with the tools you allow."
      />
      <Missing hasServedModel={served.length > 0} hasQuestions={filled.length > 0} />
      <RolloutForm initial={draft} models={models} sets={filled} corpora={corpora} taken={taken} />
    </>
  );
}
