import type { Metadata } from "next";
import Link from "next/link";
import { cache } from "react";
import { orNotFound, readId } from "@/app/_shell/read-id";
import { KindBadge } from "@/app/judging/run-name";
import { LineageButton } from "@/app/lineage/lineage-button";
import { PageHeader } from "@/components/shell/page-header";
import { SampleBadge } from "@/components/states/sample-note";
import { Button } from "@/components/ui/button";
import { METRIC_WORDS } from "@/domain/labelling/metric-words";
import { caller } from "@/server/routers/root";
import { LabellingRun } from "./client";
import { LabellerSettings } from "./settings";

type Props = { params: Promise<{ id: string }> };

const load = cache((id: number) => orNotFound(caller().labelling.get({ id })));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await load(readId((await params).id))).name };
}

export default async function LabellingPage({ params }: Props) {
  const run = await load(readId((await params).id));
  const { runs, browse } = caller();
  const [progress, names] = await Promise.all([runs.progress({ kind: "labelling", runId: run.id }), browse.names()]);
  const labeller = run.settings?.labeller;
  return (
    <div className="flex min-h-full flex-col">
      <PageHeader
        trail={[{ href: "/judging", name: "Judging" }]}
        title={
          <span className="inline-flex flex-wrap items-center gap-2">
            {run.name}
            {run.version > 1 && <span className="font-normal text-faint text-xs">version {run.version}</span>}
            <KindBadge kind={run.labellerKind} />
            {run.isSample && <SampleBadge />}
          </span>
        }
        description={
          labeller?.kind === "metric"
            ? METRIC_WORDS[labeller.metric].definition
            : "Says of each trajectory whether its final answer is right."
        }
        actions={
          <>
            <LineageButton kind="labelling-run" id={run.id} />
            <Button asChild>
              <Link href={`/trajectories?labels=${run.id}&outcome=correct&outcome=incorrect`}>Browse</Link>
            </Button>
            <Button asChild>
              <Link href={`/compare?labels=${run.id}`}>Compare filter modes</Link>
            </Button>
          </>
        }
      />
      <LabellingRun
        initial={run}
        progress={progress}
        others={names.labellingRuns.filter((other) => other.id !== run.id)}
        settings={<LabellerSettings run={run} names={names} />}
      />
    </div>
  );
}
