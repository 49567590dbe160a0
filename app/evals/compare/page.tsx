import type { Metadata } from "next";
import { z } from "zod";
import { asSearchParams, type PageParams } from "@/app/judging/_parts/search-params";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { caller } from "@/server/routers/root";
import { Choice } from "./choice";
import { Comparison } from "./comparison";

export const metadata: Metadata = { title: "Two evals, question by question" };

const Id = z.coerce.number().int().min(1).max(2_147_483_647).catch(0);

export default async function CompareEvalsPage({ searchParams }: { searchParams: Promise<PageParams> }) {
  const params = asSearchParams(await searchParams);
  const { sets, rows } = await caller().eval.results();
  const set = sets.find(({ id }) => id === Id.parse(params.get("set"))) ?? sets[0] ?? null;
  const column = sets.findIndex(({ id }) => id === set?.id);
  const evals = rows.flatMap(({ name, cells }) => {
    const result = cells[column]?.result;
    return result ? [{ id: result.run, name, inference: result.inference }] : [];
  });
  const [first, second] = evals;
  const chosen = (name: string) => evals.find(({ id }) => id === Id.parse(params.get(name)));
  const a = chosen("a") ?? first ?? null;
  const b = chosen("b") ?? [second, first].find((one) => one && one.id !== a?.id) ?? null;
  const comparison =
    set && a && b && a.id !== b.id ? await caller().eval.compare({ a: a.id, b: b.id, set: set.id }) : null;
  return (
    <>
      <PageHeader
        trail={[{ href: "/evals", name: "Evals" }]}
        title="Two evals, question by question"
        description="Whether the second is really better than the first, on the questions that both answered."
      />
      {set && evals.length > 0 && <Choice sets={sets} evals={evals} set={set.id} a={a?.id ?? null} b={b?.id ?? null} />}
      {set && a && b && comparison ? (
        <Comparison key={`${set.id} ${a.id} ${b.id}`} set={set} a={a} b={b} comparison={comparison} />
      ) : (
        <EmptyState title={evals.length < 2 ? "There are no two evals of one question set yet" : "Choose two evals"}>
          Evaluate two models on the same question set; each question is then a win, a loss or a tie.
        </EmptyState>
      )}
    </>
  );
}
