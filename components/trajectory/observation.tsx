"use client";
import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { formatBytes, formatCount } from "@/domain/format";
import type { ObservationPart } from "@/domain/observation";
import { type ObservationView, showable } from "@/domain/trajectory-view";
import { cn } from "../ui/cn";
import { PlainText } from "./plain-text";
import { SearchHits } from "./search-hits";

/** Longer texts are folded to their first lines. */
const FOLDED_LINES = "line-clamp-3";
/** A text this short, in one line, needs no fold */
const ONE_LINE = 90;

/** What the tools returned: quiet, with its length, folded to a few lines until it is opened. */
export function Observation(props: {
  observation: ObservationView | null;
  isOpen: boolean;
  onToggle: () => void;
  /** Shown instead of the beginning when opened: the whole, loaded on demand */
  whole?: ReactNode;
}) {
  const { observation, isOpen, onToggle } = props;
  if (!observation) return <p className="text-faint text-xs">No observation followed.</p>;
  if (observation.parts.length === 0) return <p className="text-faint text-xs">The observation is empty.</p>;
  const line = oneLine(observation);
  if (line !== null)
    return (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
      <div role="group" aria-label="Observation" className={cn(QUOTE, "flex items-baseline gap-3")}>
        <PlainText text={line} className="min-w-0" />
        <span className="max-w-1/2 shrink-0 text-faint text-xs [overflow-wrap:anywhere]">{describe(observation)}</span>
      </div>
    );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div role="group" aria-label="Observation" className={QUOTE}>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={onToggle}
        className="flex items-center gap-1 rounded text-faint text-xs hover:text-ink"
      >
        <ChevronRight className={cn("size-3.5 transition-transform", isOpen && "rotate-90")} aria-hidden />
        {describe(observation)}
      </button>
      {isOpen && observation.isCut && props.whole ? (
        props.whole
      ) : (
        <ObservationParts
          parts={observation.parts}
          isOpen={isOpen}
          onOpenAll={observation.isCut && props.whole ? onToggle : undefined}
        />
      )}
    </div>
  );
}

const QUOTE = "min-w-0 border-line-strong border-l-2 pl-2.5 text-muted";

function oneLine(observation: ObservationView): string | null {
  const [part, ...others] = observation.parts;
  if (observation.isCut || others.length > 0 || part?.kind !== "text" || part.role !== "tool") return null;
  return part.text !== "" && part.text.length <= ONE_LINE && !part.text.includes("\n") ? part.text : null;
}

/** "search, calculator · 5 passages · 3.2 kB" */
function describe(observation: ObservationView): string {
  const tools = [...new Set(observation.parts.flatMap((part) => (part.tool === null ? [] : [part.tool])))];
  const hits = observation.parts.reduce((sum, part) => sum + (part.kind === "hits" ? part.hits.length : 0), 0);
  const passages = observation.isCut ? `the first ${formatCount(hits, "passage")}` : formatCount(hits, "passage");
  const words = [
    tools.length > 0 ? `Observation from ${tools.map(showable).join(", ")}` : "Observation",
    ...(hits > 0 ? [passages] : []),
    `${observation.isCut ? "about " : ""}${formatBytes(observation.bytes)}`,
  ];
  return words.join(" · ");
}

type PartsProps = { parts: readonly ObservationPart[]; isOpen: boolean; onOpenAll?: (() => void) | undefined };

/** The messages of an observation, each named where there are several or where it is not a tool's. */
export function ObservationParts({ parts, isOpen, onOpenAll }: PartsProps) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      {parts.map((part, index) => (
        <div key={index} className="min-w-0">
          {(part.role !== "tool" || (parts.length > 1 && part.tool !== null)) && !part.isContinued && (
            <p className="text-faint text-xs">{showable(part.role === "tool" ? (part.tool ?? "tool") : part.role)}</p>
          )}
          <Part part={part} isOpen={isOpen} onOpenAll={onOpenAll} />
        </div>
      ))}
    </div>
  );
}

function Part({
  part,
  isOpen,
  onOpenAll,
}: {
  part: ObservationPart;
  isOpen: boolean;
  onOpenAll: PartsProps["onOpenAll"];
}) {
  switch (part.kind) {
    case "hits":
      return <SearchHits hits={part.hits} isOpen={isOpen} onOpenAll={onOpenAll} />;
    case "text":
      if (part.text === "") return <p className="text-faint italic">Empty text</p>;
      return <PlainText text={part.text} className={cn("max-w-[95ch]", !isOpen && FOLDED_LINES)} />;
  }
}
