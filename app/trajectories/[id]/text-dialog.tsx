"use client";
/** The exact context of a step, or the raw record of the trajectory, to read, copy and download. */
import { useQuery } from "@tanstack/react-query";
import { Check, Copy, Download } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "@/app/trpc";
import { ErrorState } from "@/components/states/error-state";
import { MessagesText } from "@/components/trajectory/messages-text";
import { PlainText } from "@/components/trajectory/plain-text";
import { ScrollRegion } from "@/components/trajectory/scroll-region";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { formatCount } from "@/domain/format";

export type TextToShow = { kind: "raw" } | { kind: "context"; step: number };

export function TextDialog({ id, show, onClose }: { id: number; show: TextToShow | null; onClose: () => void }) {
  const title = show?.kind === "context" ? `Exact context of step ${show.step + 1}` : `Raw record of trajectory ${id}`;
  return (
    <Dialog open={show !== null} onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={title}
        description={
          show?.kind === "context"
            ? "All messages the model saw before it wrote this action, exactly as they were."
            : "Everything stored about it, as one line of the studio's own format."
        }
        className="top-[6vh] max-h-[88vh] w-[min(960px,calc(100vw-24px))]"
      >
        {show && <TextBody id={id} show={show} />}
      </DialogContent>
    </Dialog>
  );
}

function TextBody({ id, show }: { id: number; show: TextToShow }) {
  const trpc = useTRPC();
  const isContext = show.kind === "context";
  const [asJson, setAsJson] = useState(false);
  const context = useQuery({
    ...trpc.trajectory.context.queryOptions({ id, step: isContext ? show.step : 0 }),
    enabled: isContext,
  });
  const raw = useQuery({ ...trpc.trajectory.raw.queryOptions({ id }), enabled: !isContext });
  const found = isContext ? context : raw;
  const href = `/api/trajectories/${id}/${isContext ? `steps/${show.step + 1}/context` : "raw"}`;
  if (found.isError)
    return (
      <ErrorState title="It could not be loaded" detail={found.error.message} onRetry={() => void found.refetch()} />
    );
  if (!found.data)
    return (
      <div role="status" aria-label="Loading" className="mt-4 flex flex-col gap-2">
        <Skeleton />
        <Skeleton className="w-4/5" />
        <Skeleton className="w-3/5" />
      </div>
    );
  const { text, isComplete } = found.data;
  return (
    <>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <CopyButton href={href} />
        <Button asChild size="sm">
          <a href={href} download>
            <Download aria-hidden /> Download
          </a>
        </Button>
        {isContext && (
          <Button size="sm" variant="ghost" aria-pressed={asJson} onClick={() => setAsJson(!asJson)}>
            {asJson ? "Show as messages" : "Show as JSON"}
          </Button>
        )}
        <span className="text-faint text-xs">
          {isComplete
            ? formatCount(text.length, "character")
            : `The first ${formatCount(text.length, "character")} are shown; copy and download give all of it.`}
        </span>
      </div>
      <ScrollRegion
        label="Text"
        className="mt-3 min-h-0 flex-1 overflow-auto rounded-md border border-line bg-panel p-3"
      >
        {isContext && !asJson ? <MessagesText json={text} /> : <PlainText text={text} className="font-mono text-xs" />}
      </ScrollRegion>
    </>
  );
}

/** Copies all of it, not only what is shown. */
function CopyButton({ href }: { href: string }) {
  const [state, setState] = useState<"ready" | "busy" | "done" | "failed">("ready");
  const words = { ready: "Copy", busy: "Copying…", done: "Copied", failed: "Could not copy" };
  return (
    <Button
      size="sm"
      disabled={state === "busy"}
      onClick={async () => {
        setState("busy");
        try {
          const response = await fetch(href);
          if (!response.ok) throw new Error(response.statusText);
          await navigator.clipboard.writeText(await response.text());
          setState("done");
        } catch {
          setState("failed");
        }
        setTimeout(() => setState("ready"), 2_000);
      }}
    >
      {state === "done" ? <Check aria-hidden /> : <Copy aria-hidden />}
      {words[state]}
    </Button>
  );
}
