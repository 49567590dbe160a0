import type { Metadata } from "next";
import Link from "next/link";
import { Suspense } from "react";
import { AGREEMENT_PARAM } from "@/app/trajectories/_browse/search-params";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { Button } from "@/components/ui/button";
import { caller } from "@/server/routers/root";
import { IgnoredAddress } from "../_parts/ignored-address";
import { PoolBox } from "../_parts/pool-box";
import { asSearchParams, type PageParams } from "../_parts/search-params";
import { RunPair } from "../flips/run-pair";
import { agreementHref, PATH, peopleFirst, readView, restOf } from "./addresses";
import { AgreementSkeleton } from "./agreement-skeleton";
import { Figures } from "./figures";
import { FurtherJudges } from "./further-judges";

export const metadata: Metadata = { title: "Agreement of judges" };

export default async function AgreementPage({ searchParams }: { searchParams: Promise<PageParams> }) {
  const names = await caller().browse.names();
  const view = readView(asSearchParams(await searchParams), names.judgingRuns);
  const { a, b, others, pool, kind } = view;
  const runs = peopleFirst(names.judgingRuns);
  return (
    <>
      <PageHeader
        trail={[{ href: "/judging", name: "Judging" }]}
        title="Agreement of judges"
        description="How far judging run B can be trusted, measured against A: over the trajectories of a pool that both have judged, with 95 % intervals that resample questions."
        actions={
          a &&
          b && (
            <Button asChild>
              <Link href={`/judging/flips?a=${a.id}&b=${b.id}`}>What flipped</Link>
            </Button>
          )
        }
      />
      <IgnoredAddress parts={view.ignored} />
      <RunPair runs={runs} a={a?.id ?? null} b={b?.id ?? null} path={PATH} rest={restOf(view)} />
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2 border-line border-b px-4 pb-3 md:px-5">
        <PoolBox
          pool={pool}
          names={names}
          more={a && b ? { [AGREEMENT_PARAM]: [a, b, ...others].map(({ id }) => id).join() } : {}}
        />
        {a && b && <FurtherJudges view={view} runs={runs.filter(({ id }) => id !== a.id && id !== b.id)} />}
      </div>
      {a && b && a.id !== b.id ? (
        <Suspense key={agreementHref({ a, b, others, pool })} fallback={<AgreementSkeleton />}>
          <Figures view={{ ...view, a, b }} kind={kind} />
        </Suspense>
      ) : (
        <NothingChosen count={runs.length} />
      )}
    </>
  );
}

function NothingChosen({ count }: { count: number }) {
  if (count > 1)
    return (
      <EmptyState title="Choose two judging runs">
        A is the reference, best a person's; B is the judge whose rulings are to be trusted or not.
      </EmptyState>
    );
  return (
    <EmptyState
      title="There are no two judging runs yet"
      command="bin/swirl import judge.jsonl"
      action={
        <Button asChild variant="primary">
          <Link href="/judging/new">Judge trajectories</Link>
        </Button>
      }
    >
      Agreement is measured between two judging runs on the same trajectories: a person's rulings and a judge's, or two
      judges'.
    </EmptyState>
  );
}
