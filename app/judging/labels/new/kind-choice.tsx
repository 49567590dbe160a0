"use client";
import { cn } from "@/components/ui/cn";
import type { Values } from "./values";

const KINDS = [
  { kind: "metric", name: "An official metric", says: "No endpoint needed" },
  { kind: "model", name: "A model", says: "Compares free text" },
] as const;

export function KindChoice(props: { kind: Values["kind"]; onChoose: (kind: Values["kind"]) => void }) {
  return (
    <div role="radiogroup" aria-label="Labeller" className="flex gap-2">
      {KINDS.map(({ kind, name, says }) => (
        // biome-ignore lint/a11y/useSemanticElements: a button with two lines, one of several
        <button
          key={kind}
          type="button"
          role="radio"
          aria-checked={props.kind === kind}
          onClick={() => props.onChoose(kind)}
          className={cn(
            "flex flex-1 flex-col items-start rounded-md border px-3 py-1.5 text-left",
            props.kind === kind ? "border-accent-ink bg-selected" : "border-line-strong hover:bg-hover",
          )}
        >
          <span className="font-medium">{name}</span>
          <span className="text-muted text-xs">{says}</span>
        </button>
      ))}
    </div>
  );
}
