import { FlaskConical } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "../ui/badge";

/** The label on anything that came with the studio. */
export function SampleBadge() {
  return (
    <Badge tone="warning" title="Came with the studio: part of a recorded lab round">
      <FlaskConical aria-hidden />
      sample
    </Badge>
  );
}

/** A quiet banner for a view that shows data of the sample pool. */
export function SampleNote({ children, action }: { children?: ReactNode; action?: ReactNode }) {
  return (
    <div
      role="note"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-warning-soft px-3 py-1.5 text-sm text-warning-ink"
    >
      <SampleBadge />
      <span className="min-w-0 flex-1">
        {children ?? "Part of the sample pool that came with the studio, to show how it works."}
      </span>
      {action}
    </div>
  );
}
