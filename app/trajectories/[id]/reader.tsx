"use client";
/** The page of one trajectory: samples at the left, steps in the middle, verdicts level with them. */
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { useTRPC } from "@/app/trpc";
import { useKeys } from "@/components/shell/keys";
import { useReadingPreferences } from "@/components/trajectory/preferences";
import { ReadingSwitches } from "@/components/trajectory/switches";
import { Button } from "@/components/ui/button";
import { Dialog, DialogTrigger, SheetContent } from "@/components/ui/dialog";
import { formatCount } from "@/domain/format";
import type { TrajectoryView } from "@/domain/trajectory-view";
import { browseHref, readFilter, trajectoryHref } from "./address";
import { RulingsProvider, useRulings } from "./rulings";
import { SamplesPane } from "./samples-pane";
import { StepList, type StepListHandle } from "./step-list";
import { TextDialog, type TextToShow } from "./text-dialog";
import { SamplesIcon, Toolbar } from "./toolbar";

export function Reader(props: { initial: TrajectoryView; query: string }) {
  return (
    <RulingsProvider trajectoryId={props.initial.id}>
      <ReaderPage {...props} />
    </RulingsProvider>
  );
}

function ReaderPage({ initial: view, query }: { initial: TrajectoryView; query: string }) {
  const router = useRouter();
  const trpc = useTRPC();
  const { preferences, flip } = useReadingPreferences();
  const [shown, setShown] = useState<TextToShow | null>(null);
  const [isSheetOpen, setIsSheetOpen] = useState(false);
  const [handle, setHandle] = useState<StepListHandle | null>(null);
  const rulings = useRulings();
  const filter = useMemo(() => readFilter(query), [query]);
  const { data: neighbours } = useQuery(trpc.browse.neighbours.queryOptions({ ...filter, id: view.id }));

  const go = useCallback(
    (id: number | null | undefined) => {
      if (id != null) router.push(trajectoryHref(id, query));
    },
    [router, query],
  );
  const keys = useMemo(
    () => [
      { keys: "j", does: "next step", run: () => handle?.move(1) },
      { keys: "k", does: "previous step", run: () => handle?.move(-1) },
      { keys: "]", does: "next step on which judges disagree", run: () => handle?.moveToDisagreement(1) },
      { keys: "[", does: "previous step on which judges disagree", run: () => handle?.moveToDisagreement(-1) },
      { keys: "o", does: "open or fold the step's observation", run: () => handle?.toggleObservation() },
      { keys: "v", does: "show or hide rationales", run: () => flip("rationales") },
      { keys: "t", does: "show or hide thoughts", run: () => flip("thoughts") },
      {
        keys: "c",
        does: "exact context of the step",
        run: () => handle && setShown({ kind: "context", step: handle.current() }),
      },
      { keys: "r", does: "raw record", run: () => setShown({ kind: "raw" }) },
      { keys: "1", does: "your ruling: reasonable", run: () => handle && rulings?.rule(handle.current(), 1) },
      { keys: "2", does: "your ruling: neutral", run: () => handle && rulings?.rule(handle.current(), 0) },
      { keys: "3", does: "your ruling: unreasonable", run: () => handle && rulings?.rule(handle.current(), -1) },
      { keys: "0", does: "take your ruling back", run: () => handle && rulings?.rule(handle.current(), null) },
      { keys: "n", does: "next trajectory in the filter", run: () => go(neighbours?.next) },
      { keys: "p", does: "previous trajectory in the filter", run: () => go(neighbours?.previous) },
    ],
    [handle, flip, go, neighbours, rulings],
  );
  useKeys(keys, "This trajectory");
  const showContext = useCallback((step: number) => setShown({ kind: "context", step }), []);

  return (
    <div className="flex h-full flex-col">
      <Toolbar
        id={view.id}
        query={query}
        backHref={browseHref(query)}
        neighbours={neighbours}
        switches={<ReadingSwitches preferences={preferences} onFlip={flip} />}
        samples={
          <Dialog open={isSheetOpen} onOpenChange={setIsSheetOpen}>
            <DialogTrigger asChild>
              <Button size="sm" className="lg:hidden">
                <SamplesIcon /> {formatCount(view.samples, "sample")}
              </Button>
            </DialogTrigger>
            <SheetContent title="Samples of this question" side="left" className="w-[min(340px,92vw)] p-3">
              <div className="mt-3 flex min-h-0 flex-1 flex-col">
                <SamplesPane view={view} query={query} onFollow={() => setIsSheetOpen(false)} />
              </div>
            </SheetContent>
          </Dialog>
        }
        onRaw={() => setShown({ kind: "raw" })}
      />
      <div className="flex min-h-0 flex-1">
        <aside
          aria-label="Samples of this question"
          className="hidden w-56 shrink-0 flex-col border-line border-r bg-canvas lg:flex"
        >
          <h2 className="px-3 pt-2 font-medium text-muted text-xs">
            {formatCount(view.samples, "sample")} of this question
          </h2>
          <SamplesPane view={view} query={query} />
        </aside>
        <StepList
          view={view}
          href={trajectoryHref(view.id, query)}
          preferences={preferences}
          onContext={showContext}
          onReady={setHandle}
        />
      </div>
      <TextDialog id={view.id} show={shown} onClose={() => setShown(null)} />
    </div>
  );
}
