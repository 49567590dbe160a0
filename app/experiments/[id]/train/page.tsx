import type { Metadata } from "next";
import { orNotFound, readId } from "@/app/_shell/read-id";
import { Missing } from "@/app/training/new/missing";
import { PageHeader } from "@/components/shell/page-header";
import { judgesOfArms } from "@/domain/experiment";
import { EMPTY_POOL } from "@/domain/pool";
import { caller } from "@/server/routers/root";
import type { Draft } from "./draft";
import { ArmTrainingForm } from "./form";

export const metadata: Metadata = { title: "Train and evaluate all arms" };

type Props = { params: Promise<{ id: string }> };

export default async function TrainArmsPage({ params }: Props) {
  const id = readId((await params).id);
  const { armTraining, endpoint, experiment, judging, launch, library } = caller();
  const saved = await orNotFound(experiment.get({ id }));
  const [models, endpoints, templates, engines, sets, earlier] = await Promise.all([
    endpoint.models.list(),
    endpoint.list(),
    judging.templates.list(),
    launch.engines(),
    library.questionSets(),
    armTraining.list({ experimentId: id }),
  ]);
  const trainable = models.filter((model) => !model.isSample);
  const [followed] = judgesOfArms(saved.arms);
  const run = followed === undefined ? null : await judging.get({ id: followed }).catch(() => null);
  const asked = run?.settings?.judge;
  const judge = asked?.kind === "model" && endpoints.some((each) => each.id === asked.endpointId) ? asked : null;
  const initial: Draft = {
    name: saved.name.slice(0, 100),
    arms: saved.arms.map(({ name }) => name),
    training: {
      ...{ name: null, pool: EMPTY_POOL, mode: "none", trainingSet: null, resources: null },
      baseModelId: (trainable.find(({ path }) => path !== null) ?? trainable[0])?.id ?? null,
      engineId: engines[0]?.id ?? null,
      algorithm: "swirl",
      reward: endpoints.length > 0 ? "judge" : "well-formed",
      endpointId: judge?.endpointId ?? endpoints[0]?.id ?? null,
      templateId: judge?.templateId ?? templates[0]?.id ?? null,
    },
    ...{ seeds: "1", maxSteps: "", learningRate: "", sets: [], ways: ["tools"], withBase: true },
  };
  return (
    <>
      <PageHeader
        trail={[
          { href: "/experiments", name: "Experiments" },
          { href: `/experiments/${id}`, name: saved.name },
        ]}
        title="Train and evaluate all arms"
        description="Each arm is frozen as a training set and trained with the same recipe; what comes of them is evaluated together."
      />
      <Missing hasEngine={engines.length > 0} hasModel={trainable.length > 0} hasData />
      <ArmTrainingForm
        experimentId={id}
        arms={saved.arms.map(({ name }) => name)}
        initial={initial}
        lists={{ models, endpoints, templates, engines, trainingSets: [] }}
        sets={sets.map(({ id: set, name }) => ({ id: set, name }))}
        earlier={earlier.map(({ id: one, name, status, createdAt }) => ({ id: one, name, status, createdAt }))}
      />
    </>
  );
}
