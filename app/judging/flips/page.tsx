import type { Metadata } from "next";
import Link from "next/link";
import { z } from "zod";
import { PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/domain/format";
import { flipKindFromText } from "@/domain/judging/flips";
import { caller } from "@/server/routers/root";
import { asSearchParams, type PageParams } from "../_parts/search-params";
import { FlippedSteps } from "./flipped-steps";
import { MarkMatrix } from "./mark-matrix";
import { ProcessMatrix } from "./process-matrix";
import { RunPair } from "./run-pair";

export const metadata: Metadata = { title: "What flipped" };

const Id = z.coerce.number().pipe(z.int32().positive()).nullable().catch(null);

export default async function FlipsPage({ searchParams }: { searchParams: Promise<PageParams> }) {
  const params = asSearchParams(await searchParams);
  const { browse, judging } = caller();
  const { judgingRuns } = await browse.names();
  const known = (text: string | null) => judgingRuns.find(({ id }) => id === Id.parse(text)) ?? null;
  const a = known(params.get("a"));
  const b = known(params.get("b"));
  const kind = flipKindFromText(params.get("steps"));
  return (
    <>
      <PageHeader
        trail={[{ href: "/judging", name: "Judging" }]}
        title="What flipped"
        description="Two judging runs over the trajectories that both have judged: which steps they rule on differently, and which trajectories come into the filter mode process or drop out of it."
        actions={
          a &&
          b &&
          a.id !== b.id && (
            <Button asChild>
              <Link href={`/judging/agreement?a=${a.id}&b=${b.id}`}>How far they agree</Link>
            </Button>
          )
        }
      />
      <RunPair runs={judgingRuns} a={a?.id ?? null} b={b?.id ?? null} />
      {a && b && a.id !== b.id ? (
        <Flips
          a={a}
          b={b}
          kind={kind}
          flips={await judging.flips({ a: a.id, b: b.id })}
          first={await judging.flippedSteps({ a: a.id, b: b.id, kind })}
        />
      ) : (
        <EmptyState title={judgingRuns.length < 2 ? "There are no two judging runs yet" : "Choose two judging runs"}>
          {judgingRuns.length < 2
            ? "Judge the same trajectories twice, with another judge, template or number of votes."
            : "The same judge with another prompt, two models, or a model and a person."}
        </EmptyState>
      )}
    </>
  );
}

type Run = { id: number; name: string; version: number };
type Caller = ReturnType<typeof caller>["judging"];

function Flips(props: {
  a: Run;
  b: Run;
  kind: ReturnType<typeof flipKindFromText>;
  flips: Awaited<ReturnType<Caller["flips"]>>;
  first: Awaited<ReturnType<Caller["flippedSteps"]>>;
}) {
  const { a, b, flips, kind, first } = props;
  if (flips.both === 0)
    return (
      <EmptyState
        title="No trajectory was judged by both"
        action={
          <Button asChild variant="primary">
            <Link href={`/judging/new?judge=${a.id}&scope=${a.id}`}>Judge what the first was made on</Link>
          </Button>
        }
      >
        {a.name} judged {formatCount(flips.onlyA, "trajectory", "trajectories")}, {b.name}{" "}
        {formatCount(flips.onlyB, "trajectory", "trajectories")}, and none of them is the same.
      </EmptyState>
    );
  return (
    <>
      <p className="px-4 pt-1 pb-3 text-muted tabular-nums md:px-5">
        Both judged {formatCount(flips.both, "trajectory", "trajectories")}, {formatCount(flips.steps, "step")} in all.
        {flips.onlyA > 0 && ` Only A: ${formatCount(flips.onlyA, "more", "more")}.`}
        {flips.onlyB > 0 && ` Only B: ${formatCount(flips.onlyB, "more", "more")}.`}
        {flips.onlyA + flips.onlyB > 0 && " Those are left out here."}
      </p>
      <div className="grid gap-x-10 gap-y-6 border-line border-t px-4 py-4 md:px-5 lg:grid-cols-[minmax(0,1.15fr)_minmax(0,1fr)]">
        <MarkMatrix flips={flips} a={a.id} b={b.id} kind={kind} />
        <ProcessMatrix flips={flips} a={a.id} b={b.id} />
      </div>
      <FlippedSteps key={`${a.id} ${b.id} ${JSON.stringify(kind)}`} a={a} b={b} kind={kind} first={first} />
    </>
  );
}
