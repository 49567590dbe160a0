import Link from "next/link";
import type { ReactNode } from "react";

/** A panel of links to things of one kind. */
export function LinkList({ title, none, children }: { title: string; none: string; children: readonly ReactNode[] }) {
  return (
    <section aria-label={title} className="rounded-lg border border-line bg-panel">
      <h2 className="border-line border-b px-4 py-2.5 font-semibold">{title}</h2>
      {children.length === 0 ? <p className="px-4 py-3 text-muted">{none}</p> : <ul className="py-1">{children}</ul>}
    </section>
  );
}

export function LinkItem({ href, name, note }: { href: string; name: string; note?: ReactNode }) {
  return (
    <li>
      <Link href={href} className="flex items-baseline justify-between gap-3 px-4 py-1.5 hover:bg-hover">
        <span className="min-w-0 truncate" title={name}>
          {name}
        </span>
        {note !== undefined && <span className="shrink-0 text-muted text-xs tabular-nums">{note}</span>}
      </Link>
    </li>
  );
}
