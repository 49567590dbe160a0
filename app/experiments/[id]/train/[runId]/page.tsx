import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { orNotFound, readId } from "@/app/_shell/read-id";
import { caller } from "@/server/routers/root";
import { ArmTrainingProgress } from "./progress";

type Props = { params: Promise<{ id: string; runId: string }> };

const read = async ({ params }: Props) => orNotFound(caller().armTraining.get({ id: readId((await params).runId) }));

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await read(props)).name };
}

export default async function ArmTrainingPage(props: Props) {
  const found = await read(props);
  if (found.plan.choice.experimentId !== readId((await props.params).id)) notFound();
  return <ArmTrainingProgress initial={found} />;
}
