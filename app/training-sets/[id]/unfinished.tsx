"use client";
/** A training set that is not there yet, or never will be. */
import Link from "next/link";
import { useEffect, useState } from "react";
import { RelativeTime } from "@/components/format/time";
import { Command } from "@/components/states/command";
import { ErrorState } from "@/components/states/error-state";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import type { TrainingSet } from "./client";

/** Without a worker it would never come: said once it has taken longer than most */
const LONG_MS = 30_000;

export function Freezing({ set }: { set: TrainingSet }) {
  const isLong = useIsPast(Date.parse(set.createdAt) + LONG_MS);
  return (
    <section
      aria-label="Freezing"
      className="mx-auto mt-6 flex max-w-xl flex-col gap-3 rounded-lg border border-line bg-panel p-5"
    >
      <div role="status">
        <h2 className="font-semibold text-base">It is being frozen</h2>
      </div>
      <Progress value={null} label="Freezing" />
      <p className="text-muted">
        A worker reads the pool once more, makes sure that it is what you saw, and writes down every sub-trajectory with
        its verdict and outcome. Asked for <RelativeTime iso={set.createdAt} />. You can leave this page: it goes on.
      </p>
      {isLong && (
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-muted">
          Large pools take minutes, and sets are frozen one after another. Where no worker runs, start one in the
          studio’s folder: <Command text="npm run worker" />
        </p>
      )}
    </section>
  );
}

export function Failed({ set }: { set: TrainingSet }) {
  return (
    <ErrorState
      title="It could not be frozen"
      detail={
        <>
          <p>{set.message ?? "The worker did not say why."}</p>
          <p className="mt-2">Nothing of it was kept, and nothing else was touched.</p>
        </>
      }
      action={
        set.experiment !== null && (
          <Button asChild variant="primary">
            <Link href={`/experiments/${set.experiment.id}`}>Open the experiment</Link>
          </Button>
        )
      }
    />
  );
}

function useIsPast(time: number): boolean {
  const [isPast, setPast] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPast(true), Math.max(0, time - Date.now()));
    return () => clearTimeout(timer);
  }, [time]);
  return isPast;
}
