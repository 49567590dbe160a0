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
  return (
    <section aria-label="Observation" className="min-w-0 border-line-strong border-l-2 pl-2.5 text-muted">
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
        <ObservationParts parts={observation.parts} isOpen={isOpen} />
      )}
    </section>
  );
}

/** "search, calculator · 5 passages · 3.2 kB" */
function describe(observation: ObservationView): string {
  const tools = [...new Set(observation.parts.flatMap((part) => (part.tool === null ? [] : [part.tool])))];
  const hits = observation.parts.reduce((sum, part) => sum + (part.kind === "hits" ? part.hits.length : 0), 0);
  const words = [
    tools.length > 0 ? `Observation from ${tools.map(showable).join(", ")}` : "Observation",
    ...(hits > 0 ? [`${formatCount(hits, "passage")}${observation.isCut ? " and more" : ""}`] : []),
    formatBytes(observation.bytes),
  ];
  return words.join(" · ");
}

/** The messages of an observation, each named where there are several or where it is not a tool's. */
export function ObservationParts({ parts, isOpen }: { parts: readonly ObservationPart[]; isOpen: boolean }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      {parts.map((part, index) => (
        <div key={index} className="min-w-0">
          {(part.role !== "tool" || (parts.length > 1 && part.tool !== null)) && !part.isContinued && (
            <p className="text-faint text-xs">{showable(part.role === "tool" ? (part.tool ?? "tool") : part.role)}</p>
          )}
          <Part part={part} isOpen={isOpen} />
          {part.isCut && isOpen && <p className="text-faint text-xs">It goes on.</p>}
        </div>
      ))}
    </div>
  );
}

function Part({ part, isOpen }: { part: ObservationPart; isOpen: boolean }) {
  switch (part.kind) {
    case "hits":
      return <SearchHits hits={part.hits} isOpen={isOpen} />;
    case "text":
      if (part.text === "") return <p className="text-faint italic">Empty text</p>;
      return <PlainText text={part.text} className={cn("max-w-[95ch]", !isOpen && FOLDED_LINES)} />;
  }
}
