import type { Metadata } from "next";
import Link from "next/link";
import { z } from "zod";
import { orNotFound } from "@/app/_shell/read-id";
import { asSearchParams, type PageParams } from "@/app/judging/_parts/search-params";
import { Panel } from "@/app/training-sets/_parts/panel";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { caller } from "@/server/routers/root";
import { pairOf } from "./address";
import { ChooseModels } from "./choose-models";
import { FieldTable } from "./field-table";
import { modelFields } from "./fields";
import { Results } from "./results";
import { RoundPanel } from "./round";

export const metadata: Metadata = { title: "Compare models" };

const Id = z.coerce.number().pipe(z.int32().positive()).nullable().catch(null);

export default async function CompareModelsPage({ searchParams }: { searchParams: Promise<PageParams> }) {
  const params = asSearchParams(await searchParams);
  const models = await caller().model.list();
  const { a, b } = pairOf(models, { a: Id.parse(params.get("a")), b: Id.parse(params.get("b")) });
  return (
    <div className="min-h-full bg-canvas">
      <PageHeader
        trail={[{ href: "/models", name: "Models" }]}
        title="Compare models"
        description="Two models by everything that went into them, and by what they came to."
      />
      <ChooseModels models={models} a={a?.id ?? null} b={b?.id ?? null} />
      {a && b && a.id !== b.id ? (
        <Comparison a={a.id} b={b.id} />
      ) : (
        <EmptyState title={models.length < 2 ? "There are no two models yet" : "Choose two models"}>
          A checkpoint and what it was trained from, or any two.
        </EmptyState>
      )}
    </div>
  );
}

async function Comparison({ a, b }: { a: number; b: number }) {
  const { model, browse } = caller();
  const [compared, names] = await Promise.all([orNotFound(model.compare({ a, b })), browse.names()]);
  return (
    <div className="flex flex-col gap-4 p-4 md:p-5">
      <Panel
        title="What they came to"
        note={
          <>
            The newest finished evals with the same settings. More on the page{" "}
            <Link href="/evals" className="text-accent-ink underline">
              Evals
            </Link>
            .
          </>
        }
      >
        <Results results={compared.results} />
      </Panel>
      <Panel title="The models">
        <FieldTable title="Model" a={modelFields(compared.a)} b={modelFields(compared.b)} />
      </Panel>
      {compared.rounds.map((pair, index) => (
        <RoundPanel key={`${pair.a?.run.id} ${pair.b?.run.id}`} number={index + 1} pair={pair} names={names} />
      ))}
      {compared.rounds.length === 0 && <p className="text-muted">No training run of either is recorded here.</p>}
    </div>
  );
}
