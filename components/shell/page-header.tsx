import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

/** The head of every page: its one h1, where it stands, one line of explanation, its actions. */
export function PageHeader(props: {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  /** Pages above this one */
  trail?: readonly { href: string; name: string }[];
}) {
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-b bg-panel px-4 py-2 md:px-5">
      <div className="min-w-0 flex-1 basis-60">
        <div className="flex min-h-8 min-w-0 flex-wrap items-center gap-x-1.5">
          {props.trail && props.trail.length > 0 && (
            <nav aria-label="Breadcrumb" className="flex items-center gap-1.5 text-muted">
              {props.trail.map((step) => (
                <span key={step.href} className="inline-flex items-center gap-1.5">
                  <Link href={step.href} className="hover:text-ink hover:underline">
                    {step.name}
                  </Link>
                  <ChevronRight className="size-3.5 text-faint" aria-hidden />
                </span>
              ))}
            </nav>
          )}
          <h1 className="min-w-0 break-words font-semibold text-base">{props.title}</h1>
        </div>
        {props.description && <div className="max-w-3xl pb-1 text-muted">{props.description}</div>}
      </div>
      {props.actions && <div className="flex flex-wrap items-center gap-2">{props.actions}</div>}
    </header>
  );
}
