"use client";
/** One node of a lineage: what it is, its name, its key figure, the way to its page and to its own lineage. */
import { FlaskConical, Unlink, Workflow } from "lucide-react";
import Link from "next/link";
import type { ApiOutputs } from "@/app/trpc";
import { cn } from "@/components/ui/cn";
import { figureWords } from "@/domain/lineage/words";
import { ownLineageHref } from "../../href";
import { NodeIcon } from "./node-icon";

export type Node = ApiOutputs["lineage"]["get"]["nodes"][number];

export function NodeCard(props: { node: Node; isCentre: boolean; className?: string; isCompact?: boolean }) {
  const { node, isCentre, className, isCompact = false } = props;
  const figure = node.figure && figureWords(node.figure);
  const own = isCentre ? null : ownLineageHref(node);
  const cut = isCompact ? "line-clamp-2 [overflow-wrap:anywhere]" : "block break-words";
  return (
    <div
      className={cn(
        "rounded-md border border-line-strong bg-panel px-2.5 py-1.5 text-sm",
        isCentre && "border-accent-ink bg-selected",
        node.isGone && "border-dashed bg-subtle",
        className,
      )}
    >
      <div className="flex h-5 items-center gap-1.5 text-muted text-xs">
        <NodeIcon node={node} />
        <span className="min-w-0 flex-1 truncate">
          {node.word}
          {node.isGone && ", gone"}
        </span>
        {node.isAfterGone && <Mark icon={Unlink} says="something that went into it is gone" />}
        {node.isSample && <Mark icon={FlaskConical} says="sample" />}
        {own !== null && (
          <Link
            href={own}
            aria-label={`Lineage of ${node.name}`}
            title="Look from here"
            className="-mr-1 inline-flex size-6 shrink-0 items-center justify-center rounded text-muted hover:bg-hover hover:text-ink"
          >
            <Workflow className="size-3.5" aria-hidden />
          </Link>
        )}
      </div>
      {node.href === null ? (
        <span
          data-node={node.key}
          tabIndex={-1}
          className={cn("font-medium text-muted leading-tight", cut)}
          title={node.name}
        >
          {node.name}
        </span>
      ) : (
        <Link
          href={node.href}
          data-node={node.key}
          aria-current={isCentre ? "true" : undefined}
          className={cn("font-medium leading-tight hover:underline", cut)}
          title={node.name}
        >
          {node.name}
        </Link>
      )}
      <p
        className={cn("pt-0.5 text-muted text-xs tabular", isCompact ? "truncate" : "break-words")}
        title={figure ?? undefined}
      >
        {figure ?? "its rows are not here"}
      </p>
    </div>
  );
}

function Mark({ icon: Icon, says }: { icon: typeof Unlink; says: string }) {
  return (
    <span title={says} className="inline-flex items-center text-warning-ink">
      <Icon className="size-3.5" aria-hidden />
      <span className="sr-only">{says}</span>
    </span>
  );
}
