"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/app/trpc";
import { RelativeTime } from "@/components/format/time";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { formatCount } from "@/domain/format";
import { TemplateText } from "../[id]/settings";
import { TemplateDialog } from "./template-dialog";
import type { Template } from "./template-editor";
import { VersionDiff } from "./version-diff";

/** Templates by name at the left, the chosen version at the right. */
export function Templates({ initial }: { initial: Template[] }) {
  const trpc = useTRPC();
  const { data: templates } = useQuery({ ...trpc.judging.templates.list.queryOptions(), initialData: initial });
  const [chosen, setChosen] = useState(initial[0]?.id ?? null);
  const [edited, setEdited] = useState<Template | null>(null);
  const shown = templates.find(({ id }) => id === chosen) ?? templates[0];
  const previous = shown && templates.find(({ name, version }) => name === shown.name && version === shown.version - 1);
  return (
    <div className="grid gap-x-8 gap-y-4 px-4 py-4 md:px-5 md:grid-cols-[15rem_minmax(0,1fr)]">
      <nav aria-label="Templates">
        <ul className="flex flex-col">
          {templates.map((template) => (
            <li key={template.id}>
              <button
                type="button"
                aria-current={template.id === shown?.id}
                onClick={() => setChosen(template.id)}
                className={cn(
                  "w-full rounded-md px-2 py-1 text-left hover:bg-hover",
                  template.id === shown?.id && "bg-selected",
                )}
              >
                <span className="block truncate font-medium">{template.name}</span>
                <span className="text-muted text-xs">
                  version {template.version} · {formatCount(template.runs, "judging run")}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </nav>
      {shown && (
        <section aria-labelledby="template" className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
            <h2 id="template" className="min-w-0 break-words font-semibold">
              {shown.name}, version {shown.version}
            </h2>
            <span className="text-muted text-xs">
              saved <RelativeTime iso={shown.createdAt} />
            </span>
            <Button size="sm" className="ml-auto" onClick={() => setEdited(shown)}>
              Edit as a new version
            </Button>
          </div>
          <TemplateText template={shown} />
          {previous && <VersionDiff before={previous} after={shown} />}
        </section>
      )}
      <TemplateDialog
        template={edited}
        templates={templates}
        onSaved={(saved) => {
          setChosen(saved.id);
          setEdited(null);
        }}
        onClose={() => setEdited(null)}
      />
    </div>
  );
}
