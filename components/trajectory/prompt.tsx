"use client";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { formatCount } from "@/domain/format";
import { type PromptMessage, showable } from "@/domain/trajectory-view";
import { cn } from "../ui/cn";
import { PlainText } from "./plain-text";

/** The messages before the first action; folded, for the question stands above. */
export function Prompt({ prompt, onWhole }: { prompt: readonly PromptMessage[]; onWhole: (() => void) | null }) {
  const [isOpen, setIsOpen] = useState(false);
  if (prompt.length === 0) return <p className="px-3 py-1.5 text-faint text-xs md:px-4">No messages before step 1.</p>;
  const isKnown = prompt.every((message) => message.length !== null);
  const characters = prompt.reduce((sum, message) => sum + (message.length ?? message.text.text.length), 0);
  return (
    <section aria-label="Prompt" className="border-line border-b px-3 py-1 md:px-4">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="flex items-center gap-1 rounded text-faint text-xs hover:text-ink"
      >
        <ChevronRight className={cn("size-3.5 transition-transform", isOpen && "rotate-90")} aria-hidden />
        Prompt · {formatCount(prompt.length, "message")} · {isKnown ? "" : "over "}
        {formatCount(characters, "character")}
      </button>
      {isOpen && (
        <ol className="mt-1.5 flex flex-col gap-2">
          {prompt.map((message, index) => (
            <li key={index} className="min-w-0">
              <p className="text-faint text-xs">{showable(message.role)}</p>
              <PlainText text={message.text.text} className="max-w-[95ch]" />
              {message.text.isCut && onWhole && (
                <button type="button" onClick={onWhole} className="rounded text-accent-ink text-xs hover:underline">
                  Show all {message.length === null ? "of it" : formatCount(message.length, "character")}
                </button>
              )}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
