import type { Metadata } from "next";
import Link from "next/link";
import { cache } from "react";
import { orNotFound, readId } from "@/app/_shell/read-id";
import { LineageButton } from "@/app/lineage/lineage-button";
import { newReviewHref } from "@/app/reviews/address";
import { IterationNote } from "@/components/shell/iteration-note";
import { PageHeader } from "@/components/shell/page-header";
import { SampleBadge } from "@/components/states/sample-note";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/domain/format";
import { EMPTY_POOL } from "@/domain/pool";
import { caller } from "@/server/routers/root";
import { KindBadge } from "../run-name";
import { FlipsWith } from "./flips-with";
import { JudgingRunView } from "./run";
import { RunSettings } from "./settings";

type Props = { params: Promise<{ id: string }> };

const load = cache((id: number) => orNotFound(caller().judging.get({ id })));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await load(readId((await params).id))).name };
}

export default async function JudgingRunPage({ params }: Props) {
  const run = await load(readId((await params).id));
  const { runs, browse, judging, model } = caller();
  const [progress, names, positions, noVerdicts, iterations] = await Promise.all([
    runs.progress({ kind: "judging", runId: run.id }),
    browse.names(),
    judging.positions({ id: run.id }),
    judging.noVerdicts({ id: run.id }),
    model.iterationsOf({ kind: "judging-run", id: run.id }),
  ]);
  const places = [
    run.sets.map((set) => set.name).join(", "),
    run.rolloutRuns.length === 1 ? run.rolloutRuns[0]?.name : formatCount(run.rolloutRuns.length, "rollout run"),
  ];
  return (
    <>
      <PageHeader
        trail={[{ href: "/judging", name: "Judging" }]}
        title={
          <span className="inline-flex flex-wrap items-center gap-2">
            {run.name}
            <KindBadge kind={run.judgeKind} />
            {!run.isNewest && <span className="font-normal text-faint text-xs">version {run.version}</span>}
            {run.isSample && <SampleBadge />}
          </span>
        }
        description={
          run.sets.length > 0 && (
            <>
              <p>{`Made on ${[...new Set(places.filter(Boolean))].join(" · ")}`}</p>
              <IterationNote of={iterations} />
            </>
          )
        }
        actions={
          <>
            <LineageButton kind="judging-run" id={run.id} />
            <FlipsWith id={run.id} others={names.judgingRuns.filter(({ id }) => id !== run.id)} />
            {names.judgingRuns.length > 1 && (
              <Button asChild>
                <Link href={`/judging/agreement?b=${run.id}`}>Agreement</Link>
              </Button>
            )}
            <Button asChild>
              <Link href={newReviewHref({ ...EMPTY_POOL, judge: run.id, scope: run.id })}>Review a sample</Link>
            </Button>
            <Button asChild>
              <Link href={`/trajectories?judge=${run.id}&scope=${run.id}`}>Browse</Link>
            </Button>
            <Button asChild>
              <Link href={`/compare?judge=${run.id}`}>Compare filter modes</Link>
            </Button>
          </>
        }
      />
      <JudgingRunView
        run={run}
        progress={progress}
        positions={positions}
        noVerdicts={noVerdicts}
        settings={<RunSettings run={run} names={names} />}
      />
    </>
  );
}
