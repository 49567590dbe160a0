import type { Metadata } from "next";
import Link from "next/link";
import { cache } from "react";
import { orNotFound, readId } from "@/app/_shell/read-id";
import { LineageButton } from "@/app/lineage/lineage-button";
import { IterationNote } from "@/components/shell/iteration-note";
import { PageHeader } from "@/components/shell/page-header";
import { SampleBadge } from "@/components/states/sample-note";
import { Button } from "@/components/ui/button";
import { EMPTY_POOL, Sort } from "@/domain/pool";
import { caller } from "@/server/routers/root";
import { Rollout } from "./rollout";
import { RunSettings } from "./settings";

type Props = { params: Promise<{ id: string }> };

const load = cache((id: number) => orNotFound(caller().rollout.get({ id })));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await load(readId((await params).id))).name };
}

export default async function RolloutPage({ params }: Props) {
  const run = await load(readId((await params).id));
  const { runs, browse, model } = caller();
  const [progress, first, iterations] = await Promise.all([
    runs.progress({ kind: "rollout", runId: run.id }),
    browse.page({ pool: { ...EMPTY_POOL, runs: [run.id] }, sort: Sort.parse({}), limit: 100 }),
    model.iterationsOf({ kind: "rollout-run", id: run.id }),
  ]);
  const about = [
    run.model?.name ?? "model not recorded",
    run.sets.map((set) => set.name).join(", "),
    run.purpose === "eval" ? "for an eval" : "",
    run.status === null ? "imported" : "",
  ];
  return (
    <div className="flex min-h-full flex-col">
      <PageHeader
        trail={[{ href: "/rollouts", name: "Rollouts" }]}
        title={
          <span className="inline-flex flex-wrap items-center gap-2">
            {run.name}
            {run.isSample && <SampleBadge />}
          </span>
        }
        description={
          <>
            <p>{about.filter((part) => part !== "").join(" · ")}</p>
            <IterationNote of={iterations} />
          </>
        }
        actions={
          <>
            <LineageButton kind="rollout-run" id={run.id} />
            <Button asChild>
              <Link href={`/trajectories?run=${run.id}`}>Browse</Link>
            </Button>
            {run.settings !== null && (
              <Button asChild>
                <Link href={`/rollouts/new?from=${run.id}`}>Run again with these settings</Link>
              </Button>
            )}
          </>
        }
      />
      <Rollout run={run} progress={progress} first={first} settings={<RunSettings run={run} />} />
    </div>
  );
}
