import type { Metadata } from "next";
import { orNotFound, readId } from "@/app/_shell/read-id";
import { withDefaults } from "@/app/compare/search-params";
import { IgnoredAddress } from "@/app/judging/_parts/ignored-address";
import { asSearchParams, type PageParams } from "@/app/judging/_parts/search-params";
import { PageHeader } from "@/components/shell/page-header";
import { usualJudgingRun } from "@/domain/browse";
import { hasConditions, type Pool, poolFromParams } from "@/domain/pool";
import { caller } from "@/server/routers/root";
import { type Draft, type Lists, textsOf } from "./draft";
import { LaunchForm } from "./form";
import { Missing } from "./missing";
import { modeOf } from "./search-params";

export const metadata: Metadata = { title: "New training run" };

export default async function NewTrainingPage({ searchParams }: { searchParams: Promise<PageParams> }) {
  const params = asSearchParams(await searchParams);
  const { browse, endpoint, judging, launch } = caller();
  const [names, models, endpoints, templates, engines] = await Promise.all([
    browse.names(),
    endpoint.models.list(),
    endpoint.list(),
    judging.templates.list(),
    launch.engines(),
  ]);
  const lists: Lists = { models, endpoints, templates, engines };
  const clone = params.get("clone");
  const { pool: written, ignored } = poolFromParams(params);
  const { draft, config, clonedFrom } = clone === null ? await freshDraft() : await clonedDraft(readId(clone));

  async function freshDraft() {
    const newest = usualJudgingRun(names.judgingRuns);
    const pool: Pool = newest === null ? written : withDefaults(written, newest);
    const judge = await judgeOf(pool.judge);
    // Whoever came from a rollout run's page trains the model that made it.
    const made = models.find(({ id }) => hasConditions(written) && written.models.includes(id));
    const trainable = models.filter((model) => !model.isSample);
    const draft: Draft = {
      name: null,
      pool,
      mode: modeOf(params),
      baseModelId: (made ?? trainable.find(({ path }) => path !== null) ?? trainable[0])?.id ?? null,
      engineId: engines[0]?.id ?? null,
      algorithm: "swirl",
      reward: endpoints.length > 0 ? "judge" : "well-formed",
      endpointId: judge?.endpointId ?? endpoints[0]?.id ?? null,
      templateId: judge?.templateId ?? templates[0]?.id ?? null,
      resources: null,
    };
    return { draft, config: null, clonedFrom: null };
  }
  /** The judge whose verdicts filter the data, where it is a model that is still there. */
  async function judgeOf(id: number | null) {
    const run = id === null ? null : await judging.get({ id }).catch(() => null);
    const judge = run?.settings?.judge;
    return judge?.kind === "model" && endpoints.some((each) => each.id === judge.endpointId) ? judge : null;
  }
  async function clonedDraft(id: number) {
    const run = await orNotFound(caller().launch.clone({ id }));
    const isHere = (list: readonly { id: number }[], wanted: number | null) =>
      list.some((each) => each.id === wanted) ? wanted : null;
    const judge = run.reward?.kind === "judge" ? run.reward : null;
    const draft: Draft = {
      name: null,
      pool: run.data.pool,
      mode: run.data.mode,
      baseModelId: isHere(models, run.baseModelId),
      engineId: isHere(engines, run.engineId),
      algorithm: run.algorithm,
      reward: run.reward?.kind === "rule" ? "well-formed" : "judge",
      // A judge that is not here is chosen anew: another one in its place would go unnoticed.
      endpointId: judge ? isHere(endpoints, judge.endpointId) : (endpoints[0]?.id ?? null),
      templateId: judge ? isHere(templates, judge.templateId) : (templates[0]?.id ?? null),
      resources: textsOf(run.resources),
    };
    return { draft, config: run.config, clonedFrom: { id, name: run.name } };
  }

  return (
    <>
      <PageHeader
        trail={[{ href: "/training", name: "Training" }]}
        title="New training run"
        description={
          clonedFrom === null
            ? "A base model learns on what a filter mode keeps of a pool, on a training engine."
            : `As "${clonedFrom.name}" was launched: change what should be different.`
        }
      />
      <IgnoredAddress parts={ignored} />
      <Missing
        hasEngine={engines.length > 0}
        hasModel={models.some((model) => !model.isSample)}
        hasJudgingRun={names.judgingRuns.length > 0}
      />
      <LaunchForm initial={draft} config={config} clonedFrom={clonedFrom?.id ?? null} lists={lists} names={names} />
    </>
  );
}
