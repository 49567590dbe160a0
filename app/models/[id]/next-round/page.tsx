import type { Metadata } from "next";
import Link from "next/link";
import { orNotFound, readId } from "@/app/_shell/read-id";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { Button } from "@/components/ui/button";
import { caller } from "@/server/routers/root";
import { NextRound } from "./next-round";

export const metadata: Metadata = { title: "Next round" };

type Props = { params: Promise<{ id: string }> };

export default async function NextRoundPage({ params }: Props) {
  const id = readId((await params).id);
  const { model } = await orNotFound(caller().model.get({ id }));
  const trail = [
    { href: "/models", name: "Models" },
    { href: `/models/${id}`, name: model.name },
  ];
  if (model.training === null)
    return (
      <>
        <PageHeader trail={trail} title="Next round" />
        <EmptyState
          title="There is no round to repeat"
          action={
            <Button asChild variant="primary">
              <Link href={`/rollouts/new?model=${id}`}>New rollout run</Link>
            </Button>
          }
        >
          A next round repeats what a model was trained on. This one came out of no training run of this studio: start
          rollouts with it instead.
        </EmptyState>
      </>
    );
  const [suggested, sets] = await Promise.all([
    caller().round.suggest({ modelId: id }),
    caller().library.questionSets(),
  ]);
  const names = Object.fromEntries(sets.map((set) => [set.id, set.name]));
  return <NextRound suggested={suggested} model={{ id, name: model.name }} sets={names} trail={trail} />;
}
