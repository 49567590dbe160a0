import type { Metadata } from "next";
import { z } from "zod";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { caller } from "@/server/routers/root";
import { asSearchParams, type PageParams } from "../../_parts/search-params";
import { Agreement } from "./agreement";
import { Choice } from "./choice";
import { Matrix } from "./matrix";

export const metadata: Metadata = { title: "Where two labelling runs differ" };

const Id = z.coerce.number().int().min(1).max(2_147_483_647).catch(0);

export default async function CompareLabelsPage({ searchParams }: { searchParams: Promise<PageParams> }) {
  const params = asSearchParams(await searchParams);
  const { browse, labelling } = caller();
  const { labellingRuns: runs } = await browse.names();
  const [a, b] = [params.get("a"), params.get("b")].map((text) => runs.find(({ id }) => id === Id.parse(text)) ?? null);
  const matrix = a && b && a.id !== b.id ? await labelling.disagreements({ a: a.id, b: b.id }) : null;
  return (
    <>
      <PageHeader
        trail={[{ href: "/judging", name: "Judging" }]}
        title="Where two labelling runs differ"
        description="Every trajectory that either has labelled, by what the one and what the other says. A number opens its trajectories."
      />
      <Choice runs={runs} a={a?.id ?? null} b={b?.id ?? null} />
      {a && b && matrix ? (
        <div className="flex flex-col gap-5 px-4 py-4 md:px-5">
          <Agreement a={a} b={b} matrix={matrix} />
          <Matrix a={a} b={b} matrix={matrix} />
        </div>
      ) : (
        <EmptyState title={runs.length < 2 ? "There are no two labelling runs yet" : "Choose two labelling runs"}>
          Labelling runs stand side by side: two metrics, a metric and a model, a model and a person. Where they differ
          is where one of them is wrong.
        </EmptyState>
      )}
    </>
  );
}
