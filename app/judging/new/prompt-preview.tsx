"use client";
/** What the judge would be sent for one step of the pool. */
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "@/app/trpc";
import { PlainText } from "@/components/trajectory/plain-text";
import { ScrollRegion } from "@/components/trajectory/scroll-region";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import type { Pool } from "@/domain/pool";
import type { Template } from "../templates/template-editor";

export function PromptPreview({ pool, template }: { pool: Pool; template: Template | null }) {
  const trpc = useTRPC();
  const texts = template && { systemText: template.systemText, userText: template.userText };
  const preview = useQuery({
    ...trpc.judging.preview.queryOptions({ pool, template: texts }),
    enabled: template !== null,
    placeholderData: (previous) => previous,
  });
  const example = preview.data?.example;
  return (
    <section aria-labelledby="preview" className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 id="preview" className="font-semibold">
          What the judge is sent
        </h2>
        {example && (
          <Link
            href={`/trajectories/${example.trajectoryId}#step-${example.step + 1}`}
            className="text-accent-ink text-xs hover:underline"
          >
            for step {example.step + 1} of trajectory {example.trajectoryId}
          </Link>
        )}
      </div>
      {preview.isPending && <Skeleton className="h-80 rounded-md" />}
      {preview.isError && (
        <div role="alert" className="flex flex-wrap items-center gap-3 text-danger-ink">
          It could not be read: {preview.error.message}
          <Button size="sm" onClick={() => preview.refetch()}>
            Try again
          </Button>
        </div>
      )}
      {preview.data && !example && <p className="text-muted">No trajectory of the pool has a step to show.</p>}
      {example?.messages.map((message, index) => (
        <div key={index} className="min-w-0 rounded-md border border-line">
          <p className="border-line border-b px-3 py-1 text-faint text-xs">{message.role}</p>
          <ScrollRegion label={`${message.role} message`} className="max-h-[65vh] overflow-auto px-3 py-2">
            <PlainText text={message.text.text} className="font-mono text-xs" />
            {message.text.isCut && <p className="mt-1 text-faint text-xs">Only its beginning is shown.</p>}
          </ScrollRegion>
        </div>
      ))}
    </section>
  );
}
