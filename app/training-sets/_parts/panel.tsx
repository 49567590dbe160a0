import type { ReactNode } from "react";

/** A part of a page with its heading. */
export function Panel({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className="min-w-0 rounded-lg border border-line bg-panel">
      <div className="border-line border-b px-4 py-2.5">
        <h2 className="font-semibold">{title}</h2>
        {note !== undefined && <p className="text-muted text-xs">{note}</p>}
      </div>
      {children}
    </section>
  );
}
