import { FlaskConical } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "../ui/badge";

/** The label on anything a simulated policy, judge or labeller made. */
export function SimulatedBadge() {
  return (
    <Badge tone="warning" title="Made by code of the studio, not by a real model">
      <FlaskConical aria-hidden />
      simulated
    </Badge>
  );
}

/** A quiet banner for a view that shows simulated data. */
export function SimulatedNote({ children, action }: { children?: ReactNode; action?: ReactNode }) {
  return (
    <div
      role="note"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-warning-soft px-3 py-1.5 text-sm text-warning-ink"
    >
      <SimulatedBadge />
      <span className="min-w-0 flex-1">
        {children ?? "Made by a simulated policy and simulated judges, to show how the studio works."}
      </span>
      {action}
    </div>
  );
}
