import type { Metadata } from "next";
import { orNotFound, readId } from "@/app/_shell/read-id";
import { caller } from "@/server/routers/root";
import { SavedExperiment } from "./client";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const id = readId((await params).id);
  return { title: (await orNotFound(caller().experiment.get({ id }))).name };
}

export default async function ExperimentPage({ params }: Props) {
  const id = readId((await params).id);
  const { browse, experiment, model } = caller();
  const [saved, names, iterations] = await Promise.all([
    orNotFound(experiment.get({ id })),
    browse.names(),
    model.iterationsOf({ kind: "experiment", id }),
  ]);
  return (
    <div className="min-h-full bg-canvas">
      <SavedExperiment initial={saved} names={names} iterations={iterations} />
    </div>
  );
}
