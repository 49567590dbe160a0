"use client";
/** What came with the studio: where it is from, and its removal. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "@/app/trpc";
import { SampleBadge } from "@/components/states/sample-note";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { useToast } from "@/components/ui/toast";
import { formatCount } from "@/domain/format";
import { holdsSample, inWords, type SampleCounts, type SamplePool } from "./sample-counts";
import { SampleProvenance } from "./sample-provenance";

export function SamplePoolCard({ pool: { counts, provenance } }: { pool: SamplePool }) {
  if (!holdsSample(counts)) return null;
  return (
    <section aria-labelledby="sample-pool" className="rounded-lg border border-line bg-panel p-4">
      <div className="flex flex-wrap items-center gap-2">
        <h2 id="sample-pool" className="font-semibold">
          Sample pool
        </h2>
        <SampleBadge />
      </div>
      <p className="mt-1 text-muted">
        It came with the studio, so that every page has something to show: {inWords(counts)}.
      </p>
      {provenance && <SampleProvenance provenance={provenance} />}
      <div className="mt-3">
        <RemoveSamplePool counts={counts} />
      </div>
    </section>
  );
}

/** The button and its question; what goes is named in numbers. */
export function RemoveSamplePool({ counts }: { counts: SampleCounts }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const isNeeded = counts.trainingSets.length > 0;
  const removal = useMutation(
    trpc.library.removeSamplePool.mutationOptions({
      onSuccess: async (removed) => {
        setOpen(false);
        toast({ title: "Sample pool removed", detail: `Gone: ${inWords(removed)}.` });
        await queries.invalidateQueries();
        router.refresh();
      },
    }),
  );
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button>Remove sample pool</Button>
      </DialogTrigger>
      <DialogContent
        title="Remove the sample pool?"
        description={
          <>
            <p>This removes {inWords(counts)}, with all their steps, verdicts and outcomes.</p>
            {isNeeded && (
              <p className="mt-2 font-medium text-danger-ink">
                Training sets were frozen from it and need it. Remove {counts.trainingSets.join(", ")} first.
              </p>
            )}
            {counts.ownLabels > 0 && (
              <p className="mt-2 font-medium">
                {formatCount(counts.ownLabels, "of these trajectories was", "of these trajectories were")} judged or
                labelled by your own runs too: those rulings go with them and cannot be brought back.
              </p>
            )}
            {counts.keptSets > 0 && (
              <p className="mt-2">
                {formatCount(counts.keptSets, "question set", "question sets")} of it stay, since your own rollout runs
                ask them.
              </p>
            )}
            <p className="mt-2">
              Everything else stays. The sample pool can be loaded again on the Settings page; it comes back the same.
            </p>
          </>
        }
      >
        {removal.isError && (
          <p role="alert" className="mt-3 text-danger-ink">
            Nothing was removed: {removal.error.message}
          </p>
        )}
        <DialogActions>
          <DialogClose asChild>
            <Button>Keep it</Button>
          </DialogClose>
          <Button variant="danger" disabled={removal.isPending || isNeeded} onClick={() => removal.mutate()}>
            {removal.isPending
              ? "Removing…"
              : `Remove ${formatCount(counts.trajectories, "trajectory", "trajectories")}`}
          </Button>
        </DialogActions>
      </DialogContent>
    </Dialog>
  );
}

export function LoadSamplePool({ primary = false }: { primary?: boolean }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const toast = useToast();
  const loading = useMutation(
    trpc.library.loadSamplePool.mutationOptions({
      onSuccess: async (loaded) => {
        toast({
          title: "Sample pool loaded",
          detail: loaded
            ? `${formatCount(loaded.trajectories, "trajectory", "trajectories")} added.`
            : "It was here already.",
        });
        await queries.invalidateQueries();
        router.refresh();
      },
      onError: (error) => toast({ title: "The sample pool was not loaded", detail: error.message, tone: "danger" }),
    }),
  );
  return (
    <Button variant={primary ? "primary" : "secondary"} disabled={loading.isPending} onClick={() => loading.mutate()}>
      {loading.isPending ? "Loading…" : "Load sample pool"}
    </Button>
  );
}
