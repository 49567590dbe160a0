import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

/** A card of the settings page; `actions` stand beside its heading. */
export function Section(props: { id: string; title: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <section aria-labelledby={props.id} className="rounded-lg border border-line bg-panel p-4">
      <div className={cn("mb-2 flex flex-wrap items-center justify-between gap-2", props.actions && "min-h-8")}>
        <h2 id={props.id} className="scroll-mt-4 font-semibold">
          {props.title}
        </h2>
        {props.actions}
      </div>
      {props.children}
    </section>
  );
}
