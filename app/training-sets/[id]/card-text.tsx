"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/app/trpc";
import { CopyButton } from "@/components/states/copy-button";
import { ErrorState } from "@/components/states/error-state";
import { ScrollRegion } from "@/components/trajectory/scroll-region";
import { Skeleton } from "@/components/ui/skeleton";

/** The README.md of the set as a dataset folder: shown as the text it is, since names in it come from people and files. */
export function CardText({ id }: { id: number }) {
  const trpc = useTRPC();
  const [isOpen, setOpen] = useState(false);
  const card = useQuery(
    trpc.trainingSet.card.queryOptions({ id }, { enabled: isOpen, staleTime: Number.POSITIVE_INFINITY }),
  );
  return (
    <details
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="min-w-0 rounded-lg border border-line bg-panel px-4 py-2.5"
    >
      <summary className="cursor-pointer">
        <span className="font-semibold">Dataset card</span>
        <span className="ml-3 text-muted">README.md, as dataset repositories have it</span>
      </summary>
      {card.isError && (
        <ErrorState title="It could not be written" detail={card.error.message} onRetry={() => void card.refetch()} />
      )}
      {card.isPending && <Skeleton className="mt-3 h-64 rounded-md" />}
      {card.data !== undefined && (
        <div className="relative mt-3">
          <div className="absolute top-1 right-1 rounded-md bg-subtle">
            <CopyButton text={card.data} label="Copy the card" />
          </div>
          <ScrollRegion label="Dataset card" className="max-h-96 overflow-auto rounded-md bg-subtle p-3">
            <pre className="whitespace-pre-wrap break-words font-mono text-xs">{card.data}</pre>
          </ScrollRegion>
        </div>
      )}
    </details>
  );
}
