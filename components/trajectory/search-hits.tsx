"use client";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { formatNumber } from "@/domain/format";
import type { SearchHit } from "@/domain/observation";
import { showable } from "@/domain/trajectory-view";
import { cn } from "../ui/cn";
import { PlainText } from "./plain-text";

/**
 * Search results as passages: their titles in a row, opened one by one or all together. Of a preview, which holds only
 * their beginnings, `onOpenAll` opens the whole.
 */
export function SearchHits({ hits, isOpen, onOpenAll }: SearchHitsProps) {
  if (hits.length === 0) return <p className="text-faint italic">The search found nothing.</p>;
  const queries = new Set(hits.map((hit) => hit.query)).size;
  return (
    <ol className="flex min-w-0 flex-wrap gap-x-3">
      {hits.map((hit, index) => (
        <Hit
          key={`${index} ${isOpen}`}
          hit={hit}
          isOpenAtFirst={isOpen}
          onOpenAll={onOpenAll}
          query={queries > 1 && hit.query !== hits[index - 1]?.query ? hit.query : null}
        />
      ))}
    </ol>
  );
}

type SearchHitsProps = { hits: readonly SearchHit[]; isOpen: boolean; onOpenAll?: (() => void) | undefined };

type HitProps = {
  hit: SearchHit;
  isOpenAtFirst: boolean;
  query: number | null;
  onOpenAll: (() => void) | undefined;
};

function Hit({ hit, isOpenAtFirst, query, onOpenAll }: HitProps) {
  const [isOpen, setIsOpen] = useState(isOpenAtFirst);
  const title = hit.title === null ? null : showable(hit.title);
  const preview = showable(hit.text.slice(0, 200));
  return (
    <>
      {query !== null && query > 0 && <li aria-hidden className="h-0 basis-full" />}
      <li className={cn("min-w-0 max-w-full", isOpen && "basis-full")}>
        <span className="flex min-w-0 items-center gap-1.5">
          {query !== null && <span className="shrink-0 text-faint text-xs">Query {query + 1}</span>}
          <button
            type="button"
            aria-expanded={isOpen}
            title={isOpen ? undefined : preview}
            onClick={() => (onOpenAll ? onOpenAll() : setIsOpen(!isOpen))}
            className={cn(
              "flex min-w-0 items-center gap-1 rounded text-left hover:bg-hover",
              isOpen ? "flex-1" : "max-w-80",
            )}
          >
            <ChevronRight
              className={cn("size-3.5 shrink-0 text-faint transition-transform", isOpen && "rotate-90")}
              aria-hidden
            />
            <span className={cn("min-w-0 truncate", isOpen && "flex-1")}>
              {title === null && !isOpen ? (
                preview
              ) : (
                <span className="font-medium text-ink">{title ?? "Passage without a title"}</span>
              )}
            </span>
            {isOpen && hit.score !== null && (
              <span className="shrink-0 text-faint text-xs tabular-nums" title={`Score ${hit.score}`}>
                {formatNumber(hit.score, 2)}
              </span>
            )}
          </button>
        </span>
        {isOpen && <PlainText text={hit.text} className="max-w-[90ch] pb-1.5 pl-5 text-muted" />}
      </li>
    </>
  );
}
