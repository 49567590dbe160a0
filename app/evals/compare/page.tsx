import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { z } from "zod";
import { asSearchParams, type PageParams } from "@/app/judging/_parts/search-params";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { caller } from "@/server/routers/root";
import { Choice } from "./choice";
import { Comparison } from "./comparison";

export const metadata: Metadata = { title: "Two evals, question by question" };

/** An id that no row has stands for what is no id: it is gone, and nothing is put in its place. */
const Id = z.coerce.number().pipe(z.int32().positive()).catch(2_147_483_647);

const GONE = { set: "the question set, which has no eval,", a: "the first eval", b: "the second eval" } as const;

export default async function CompareEvalsPage({ searchParams }: { searchParams: Promise<PageParams> }) {
  const params = asSearchParams(await searchParams);
  const asked = (name: string) => (params.has(name) ? Id.parse(params.get(name)) : null);
  const { pair, compare } = caller().eval;
  const { sets, set, evals, a, b, gone } = await pair({ set: asked("set"), a: asked("a"), b: asked("b") });
  // What is shown stands in the address: kept or sent on, it shows the same after newer evals.
  if (set && a && b && ["set", "a", "b"].some((name) => !params.has(name)))
    redirect(`/evals/compare?set=${set.id}&a=${a.run}&b=${b.run}`);
  const comparison = set && a && b && a.run !== b.run ? await compare({ a: a.run, b: b.run, set: set.id }) : null;
  return (
    <>
      <PageHeader
        trail={[{ href: "/evals", name: "Evals" }]}
        title="Two evals, question by question"
        description="Whether the second is really better than the first, on the questions that both answered."
      />
      {sets.length > 0 && (
        <Choice sets={sets} evals={evals} set={set?.id ?? null} a={a?.run ?? null} b={b?.run ?? null} />
      )}
      {set && a && b && comparison ? (
        <Comparison key={`${set.id} ${a.run} ${b.run}`} set={set} a={a} b={b} comparison={comparison} />
      ) : gone.length > 0 ? (
        <EmptyState title="What this address names is not there">
          Not found: {gone.map((one) => GONE[one]).join(" and ")}. It was removed, or is not of this question set.
          Choose others above.
        </EmptyState>
      ) : (
        <EmptyState title={evals.length < 2 ? "There are no two evals of one question set yet" : "Choose two evals"}>
          Evaluate two models on the same question set; each question is then a win, a loss or a tie.
        </EmptyState>
      )}
    </>
  );
}
