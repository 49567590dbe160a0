import type { Metadata } from "next";
import Link from "next/link";
import { cache } from "react";
import { orNotFound, readId } from "@/app/_shell/read-id";
import { LineageButton } from "@/app/lineage/lineage-button";
import { PageHeader } from "@/components/shell/page-header";
import { SampleBadge } from "@/components/states/sample-note";
import { Button } from "@/components/ui/button";
import { whoAnswers } from "@/domain/eval/who-answers";
import { caller } from "@/server/routers/root";
import { compareModelsHref } from "../compare/address";
import { Lineage } from "./lineage";
import { Uses } from "./uses";

type Props = { params: Promise<{ id: string }> };

const load = cache((id: number) => orNotFound(caller().model.get({ id })));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await load(readId((await params).id))).model.name };
}

export default async function ModelPage({ params }: Props) {
  const { model, lineage, uses } = await load(readId((await params).id));
  return (
    <div className="min-h-full bg-canvas">
      <PageHeader
        trail={[{ href: "/models", name: "Models" }]}
        title={
          <span className="inline-flex flex-wrap items-center gap-2">
            {model.name}
            {model.isSample && <SampleBadge />}
          </span>
        }
        description={[
          model.kind === "base" ? "base model" : (model.kind ?? "kind not recorded"),
          model.endpoint === null ? "not served" : `served by ${model.endpoint}`,
        ].join(" · ")}
        actions={
          <>
            <LineageButton kind="model" id={model.id} />
            <Button asChild>
              <Link href={compareModelsHref(model.id, null)}>Compare with…</Link>
            </Button>
            <Button asChild>
              <Link href={`/trajectories?model=${model.id}`}>Its trajectories</Link>
            </Button>
            {model.endpoint !== null && (
              <Button asChild>
                <Link href={`/rollouts/new?model=${model.id}`}>New rollout run</Link>
              </Button>
            )}
            {model.training !== null && (
              <Button asChild>
                <Link href={`/models/${model.id}/iterations`}>By iteration</Link>
              </Button>
            )}
            {model.training !== null && whoAnswers(model).by !== "nobody" && (
              <Button asChild>
                <Link href={`/models/${model.id}/next-round`}>Next round</Link>
              </Button>
            )}
            {whoAnswers(model).by !== "nobody" && (
              <Button asChild>
                <Link href={`/evals/new?model=${model.id}`}>Evaluate</Link>
              </Button>
            )}
            {!model.isSample && (
              <Button asChild>
                <Link href={`/training/new?model=${model.id}`}>Train from it</Link>
              </Button>
            )}
          </>
        }
      />
      <div className="grid gap-4 p-4 md:p-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Lineage lineage={lineage} />
        <Uses uses={uses} modelId={model.id} />
      </div>
    </div>
  );
}
