"use client";
/** The table on a phone: two lines a trajectory. */
import { useVirtualizer } from "@tanstack/react-virtual";
import Link from "next/link";
import { useEffect, useRef } from "react";
import { useFitText } from "@/components/data-table/fit-text";
import { OutcomeGlyph } from "@/components/glyphs/outcome-glyph";
import { VerdictStrip } from "@/components/glyphs/verdict-strip";
import type { BrowseRow } from "@/domain/browse";
import { formatCount, formatNumber } from "@/domain/format";
import { Sample, toolsText, trajectoryHref } from "./columns";

const HEIGHT = 60;
const AHEAD = 20;

export function PhoneList(props: {
  rows: readonly BrowseRow[];
  query: string;
  isStale: boolean;
  onNearEnd: () => void;
  initialOffset: number;
  onScroll: (offset: number) => void;
}) {
  const { rows, onNearEnd } = props;
  const fit = useFitText();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => HEIGHT,
    overscan: 8,
    initialRect: { width: 390, height: 700 },
    initialOffset: props.initialOffset,
  });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - AHEAD) onNearEnd();
  }, [last, rows.length, onNearEnd]);
  return (
    <div
      ref={scroller}
      aria-busy={props.isStale}
      onScroll={(event) => props.onScroll(event.currentTarget.scrollTop)}
      className="min-h-0 flex-1 overflow-auto"
    >
      <ul
        aria-label="Trajectories"
        className="relative"
        style={{ height: virtualizer.getTotalSize(), opacity: props.isStale ? 0.6 : 1 }}
      >
        {items.map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <li
              key={row.id}
              className="absolute inset-x-0 border-line border-b"
              style={{ height: HEIGHT, transform: `translateY(${item.start}px)` }}
            >
              <Link
                href={trajectoryHref(row.id, props.query)}
                prefetch={false}
                className="flex h-full flex-col justify-center gap-1 px-4 outline-offset-[-2px] active:bg-hover"
              >
                <span className="flex items-center gap-2">
                  <OutcomeGlyph outcome={row.outcome} />
                  <span className="min-w-0 flex-1 truncate">{fit(row.question, window.innerWidth - 60)}</span>
                </span>
                <span className="flex items-center gap-2 text-muted text-xs">
                  <VerdictStrip marks={row.marks} max={9} />
                  <span className="min-w-0 flex-1 truncate">
                    {[formatCount(row.numSteps, "step"), row.setName, toolsText(row.toolCalls)]
                      .filter(Boolean)
                      .join(" · ")}
                  </span>
                  {row.isSample && <Sample />}
                  {row.meanScore !== null && <span className="tabular">{formatNumber(row.meanScore, 1)}</span>}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
