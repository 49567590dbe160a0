"use client";
import { Download, GraduationCap } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { FormatDialog } from "@/app/compare/exports/format-dialog";
import { LineageButton } from "@/app/lineage/lineage-button";
import { launchOnSetHref } from "@/app/training/new/search-params";
import { RelativeTime } from "@/components/format/time";
import { ModeBadge } from "@/components/glyphs/mode-badge";
import { IterationNote } from "@/components/shell/iteration-note";
import { PageHeader } from "@/components/shell/page-header";
import { SampleBadge } from "@/components/states/sample-note";
import { SetStatus } from "@/components/training-set/set-status";
import { Button } from "@/components/ui/button";
import { nameOfSet } from "@/domain/training-set/training-set";
import { isOfSample } from "../_parts/is-sample";
import type { Around, TrainingSet } from "./client";
import { RemoveSet } from "./remove-set";

export function SetHeader({ set, iterations }: { set: TrainingSet } & Pick<Around, "iterations">) {
  const name = nameOfSet(set);
  return (
    <PageHeader
      trail={[{ href: "/training-sets", name: "Training sets" }]}
      title={
        <span className="inline-flex max-w-full flex-wrap items-center gap-2 [overflow-wrap:anywhere]">
          {name}
          <SetStatus status={set.status} />
          {isOfSample(set.facts) && <SampleBadge />}
        </span>
      }
      description={
        <>
          <span className="inline-flex max-w-full flex-wrap items-center gap-x-1.5 gap-y-0.5">
            What the arm <ModeBadge mode={set.filter.mode} label={set.arm} className="max-w-full" />
            {set.experiment === null ? (
              <span>of an experiment that was removed</span>
            ) : (
              <span>
                of{" "}
                <Link href={`/experiments/${set.experiment.id}`} className="underline hover:text-ink">
                  {set.experiment.name}
                </Link>
              </span>
            )}
            {set.frozenAt === null ? (
              <span>keeps</span>
            ) : (
              <span>
                kept <RelativeTime iso={set.frozenAt} />
              </span>
            )}
          </span>
          <IterationNote of={iterations} />
        </>
      }
      actions={
        <>
          {set.status === "frozen" && <FrozenActions set={set} name={name} />}
          <RemoveSet set={set} />
        </>
      }
    />
  );
}

function FrozenActions({ set, name }: { set: TrainingSet; name: string }) {
  const [isExporting, setExporting] = useState(false);
  return (
    <>
      <LineageButton kind="training-set" id={set.id} />
      <Button asChild>
        <Link href={`/trajectories?in-training-set=${set.id}`}>Open its trajectories</Link>
      </Button>
      <Button onClick={() => setExporting(true)}>
        <Download aria-hidden />
        Export…
      </Button>
      <FormatDialog title={name} source={{ trainingSet: set.id }} isOpen={isExporting} onOpenChange={setExporting} />
      <Button asChild variant="primary">
        <Link href={launchOnSetHref(set.id)}>
          <GraduationCap aria-hidden />
          Train on this
        </Link>
      </Button>
    </>
  );
}
