import type { Metadata } from "next";
import { orNotFound, readId } from "@/app/_shell/read-id";
import { withDefaults } from "@/app/compare/search-params";
import { IgnoredAddress } from "@/app/judging/_parts/ignored-address";
import { asSearchParams, type PageParams } from "@/app/judging/_parts/search-params";
import { PageHeader } from "@/components/shell/page-header";
import { usualJudgingRun } from "@/domain/browse";
import { judgesOf } from "@/domain/experiment";
import { hasConditions, type Pool, poolFromParams } from "@/domain/pool";
import { policyOf } from "@/domain/training-set/facts";
import { caller } from "@/server/routers/root";
import { type Draft, type Lists, textsOf } from "./draft";
import { LaunchForm } from "./form";
import { Missing } from "./missing";
import { modeOf, TRAINING_SET } from "./search-params";

export const metadata: Metadata = { title: "New training run" };

export default async function NewTrainingPage({ searchParams }: { searchParams: Promise<PageParams> }) {
  const params = asSearchParams(await searchParams);
  const { browse, endpoint, judging, launch, trainingSet } = caller();
  const [names, models, endpoints, templates, engines, sets] = await Promise.all([
    browse.names(),
    endpoint.models.list(),
    endpoint.list(),
    judging.templates.list(),
    launch.engines(),
    trainingSet.list(),
  ]);
  const trainingSets = sets.filter(({ status }) => status === "frozen");
  const lists: Lists = { models, endpoints, templates, engines, trainingSets };
  const clone = params.get("clone");
  const { pool: written, ignored } = poolFromParams(params);
  const asked = params.get(TRAINING_SET);
  const set = trainingSets.find(({ id }) => String(id) === asked);
  if (asked !== null && !set) ignored.push(`${TRAINING_SET} (there is no such frozen one)`);
  const { draft, config, clonedFrom } = clone === null ? await freshDraft() : await clonedDraft(readId(clone));

  async function freshDraft() {
    const newest = usualJudgingRun(names.judgingRuns);
    const pool: Pool = newest === null ? written : withDefaults(written, newest);
    const judge = await judgeOf(set ? (judgesOf(set.filter)[0] ?? null) : pool.judge);
    // Whoever came from a rollout run's page, or from a training set, trains the model that made it.
    const made = models.find(({ id }) => hasConditions(written) && written.models.includes(id));
    const trainable = models.filter((model) => !model.isSample);
    const own = trainable.find(({ weightsHash }) => set?.facts && policyOf(set.facts, weightsHash) === "on-policy");
    const draft: Draft = {
      name: null,
      pool,
      mode: set?.filter.mode ?? modeOf(params),
      trainingSet: set?.id ?? null,
      baseModelId: (made ?? own ?? trainable.find(({ path }) => path !== null) ?? trainable[0])?.id ?? null,
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
      trainingSet: isHere(trainingSets, run.data.trainingSet),
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
            ? "A base model learns on a training set, or on what a filter mode keeps of a pool, on a training engine."
            : `As "${clonedFrom.name}" was launched: change what should be different.`
        }
      />
      <IgnoredAddress parts={ignored} />
      <Missing
        hasEngine={engines.length > 0}
        hasModel={models.some((model) => !model.isSample)}
        hasData={names.judgingRuns.length + trainingSets.length > 0}
      />
      <LaunchForm initial={draft} config={config} clonedFrom={clonedFrom?.id ?? null} lists={lists} names={names} />
    </>
  );
}
