import type { Metadata } from "next";
import Link from "next/link";
import { z } from "zod";
import { asSearchParams, type PageParams } from "@/app/judging/_parts/search-params";
import type { ApiOutputs } from "@/app/trpc";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { Button } from "@/components/ui/button";
import type { Names } from "@/domain/browse";
import { nameOfSet } from "@/domain/training-set/training-set";
import { caller } from "@/server/routers/root";
import { ChooseSets } from "./choose-sets";
import { Counts } from "./counts";
import { DifferingFields } from "./differing-fields";
import { differingFields } from "./fields";
import { OnlyIn } from "./only-in";
import { pairOf } from "./search-params";

export const metadata: Metadata = { title: "Compare training sets" };

const Id = z.coerce.number().pipe(z.int32().positive()).nullable().catch(null);
type Sets = ApiOutputs["trainingSet"]["list"];

export default async function CompareSetsPage({ searchParams }: { searchParams: Promise<PageParams> }) {
  const params = asSearchParams(await searchParams);
  const { browse, trainingSet } = caller();
  const [names, sets] = await Promise.all([browse.names(), trainingSet.list()]);
  const frozen = sets.filter(({ status }) => status === "frozen");
  const asked = ["first", "second"].map((name) => readAsked(params.get(name), sets));
  const problems = asked.flatMap(({ problem }) => problem ?? []);
  const [first = null, second = null] = asked.map(({ set }) => set);
  const pair = problems.length > 0 ? { first, second } : pairOf(frozen, { first, second });
  return (
    <div className="min-h-full bg-canvas">
      <PageHeader
        trail={[{ href: "/training-sets", name: "Training sets" }]}
        title="Compare training sets"
        description="Two frozen sets, two versions of one for instance: what they share, what only one holds, and what was asked for differently."
      />
      <ChooseSets
        sets={frozen.map(({ id, arm, ...set }) => ({ id, arm, name: nameOfSet(set) }))}
        first={pair.first?.id ?? null}
        second={pair.second?.id ?? null}
      />
      {problems.map((problem) => (
        <p key={problem} role="alert" className="bg-warning-soft px-4 py-1.5 text-warning-ink md:px-5">
          {problem}
        </p>
      ))}
      {pair.first && pair.second && pair.first.id !== pair.second.id ? (
        <Comparison first={pair.first} second={pair.second} names={names} />
      ) : (
        <ChooseFirst count={frozen.length} />
      )}
    </div>
  );
}

/** The set that an address names, or a sentence why it cannot be compared. */
function readAsked(text: string | null, sets: Sets): { set: Sets[number] | null; problem?: string } {
  if (text === null) return { set: null };
  const set = sets.find(({ id }) => id === Id.parse(text));
  if (!set) return { set: null, problem: `There is no training set ${text.slice(0, 20)}: choose another.` };
  if (set.status !== "frozen") return { set: null, problem: `${nameOfSet(set)} is not frozen: choose another.` };
  return { set };
}

async function Comparison({ first, second, names }: { first: Sets[number]; second: Sets[number]; names: Names }) {
  const [a, b] = [first.id, second.id];
  const { trainingSet } = caller();
  const [difference, ...recipes] = await Promise.all([
    trainingSet.difference({ first: a, second: b }),
    trainingSet.recipe({ id: a }),
    trainingSet.recipe({ id: b }),
  ]);
  const differing = differingFields({ set: first, recipe: recipes[0] }, { set: second, recipe: recipes[1] }, names);
  return (
    <div className="flex flex-col gap-4 p-4 md:p-5">
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Counts difference={difference} />
        <DifferingFields fields={differing} />
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <OnlyIn
          key={`a ${a} ${b}`}
          letter="A"
          name={nameOfSet(first)}
          first={a}
          second={b}
          subTrajectories={difference.stepsOnlyFirst}
        />
        <OnlyIn
          key={`b ${a} ${b}`}
          letter="B"
          name={nameOfSet(second)}
          first={b}
          second={a}
          subTrajectories={difference.stepsOnlySecond}
        />
      </div>
    </div>
  );
}

function ChooseFirst({ count }: { count: number }) {
  if (count >= 2)
    return <EmptyState title="Choose two training sets">Two versions of one, or any two that are frozen.</EmptyState>;
  return (
    <EmptyState
      title="There are no two training sets yet"
      action={
        <Button asChild variant="primary">
          <Link href="/experiments">Experiments</Link>
        </Button>
      }
    >
      Freeze an arm of an experiment twice, before and after it is judged anew, or two arms of it.
    </EmptyState>
  );
}
