import type { Metadata } from "next";
import Link from "next/link";
import { asSearchParams, type PageParams } from "@/app/judging/_parts/search-params";
import { Missing } from "@/app/rollouts/new/missing";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import { whoAnswers } from "@/domain/eval/who-answers";
import { caller } from "@/server/routers/root";
import { MatrixForm } from "./form";

export const metadata: Metadata = { title: "New evals" };

export default async function NewEvalsPage({ searchParams }: { searchParams: Promise<PageParams> }) {
  const params = asSearchParams(await searchParams);
  const api = caller();
  const [options, sets, { matrices }, { corpora }] = await Promise.all([
    api.eval.options(),
    api.library.questionSets(),
    api.eval.matrices(),
    api.rollout.defaults({}),
  ]);
  const filled = sets.filter((set) => set.questions > 0);
  const served = options.models.filter((model) => whoAnswers(model).by !== "nobody");
  const models = [...served, ...options.models.filter((model) => !served.includes(model))];
  const wanted = (name: string, among: readonly { id: number }[]) =>
    among.map(({ id }) => id).filter((id) => params.getAll(name).includes(String(id)));
  return (
    <>
      <PageHeader
        trail={[{ href: "/evals", name: "Evals" }]}
        title="New evals"
        description="Each model answers each question set, one after the other; the set's official metric labels the answers."
        actions={
          <Button asChild>
            <Link href="/rollouts/new?purpose=eval">A single eval run</Link>
          </Button>
        }
      />
      <Missing hasServedModel={served.length > 0} hasQuestions={filled.length > 0} />
      <MatrixForm
        initial={{
          ...{ name: null, engineId: null, resources: null, ways: ["tools"] },
          models: wanted("model", served),
          sets: wanted("set", filled),
        }}
        options={{ ...options, models }}
        sets={filled}
        corpora={corpora}
        taken={matrices.map(({ name }) => name)}
      />
    </>
  );
}
