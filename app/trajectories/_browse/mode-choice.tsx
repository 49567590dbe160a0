"use client";
import { Check } from "lucide-react";
import { ModeBadge } from "@/components/glyphs/mode-badge";
import { cn } from "@/components/ui/cn";
import { FilterMode } from "@/domain/filter";

const SAYS: Record<FilterMode, string> = {
  none: "every trajectory",
  outcome: "correct final answer",
  process: "every step reasonable",
  "process-and-outcome": "both",
};

/** A choice of one filter mode, or none of them. */
export function ModeChoice({
  mode,
  onChange,
}: {
  mode: FilterMode | null;
  onChange: (mode: FilterMode | null) => void;
}) {
  return (
    <fieldset aria-label="Kept by filter mode" className="flex flex-col p-1">
      {FilterMode.options.map((option) => (
        <button
          key={option}
          type="button"
          aria-pressed={option === mode}
          onClick={() => onChange(option === mode ? null : option)}
          className="flex min-h-8 items-center gap-2 rounded-md px-2 text-left hover:bg-hover"
        >
          <Check className={cn("size-3.5 shrink-0", option !== mode && "invisible")} aria-hidden />
          <ModeBadge mode={option} />
          <span className="text-faint text-xs">{SAYS[option]}</span>
        </button>
      ))}
    </fieldset>
  );
}
