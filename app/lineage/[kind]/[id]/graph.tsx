"use client";
/** A lineage from left to right. Links stand in the order of the columns; arrow keys follow the edges. */
import { type KeyboardEvent, useLayoutEffect, useMemo, useRef, useState } from "react";
import { ScrollRegion } from "@/components/trajectory/scroll-region";
import { type Layout, layoutLineage, type Place, type Route } from "@/domain/lineage/layout";
import type { LineageEdge } from "@/domain/lineage/node";
import { type Node, NodeCard } from "./node-card";

const CARD = { width: 184, height: 88 };
const COLUMN = 224;
const ROW = 102;
const EDGE = 12;

const leftOf = ({ column }: Place) => EDGE + column * COLUMN;
const middleOf = ({ row }: Place) => EDGE + row * ROW;

export function Graph({ nodes, edges }: { nodes: readonly Node[]; edges: readonly LineageEdge[] }) {
  const layout = useMemo(
    () =>
      layoutLineage(
        nodes.map(({ key }) => key),
        edges,
      ),
    [nodes, edges],
  );
  const [active, setActive] = useState<string | null>(null);
  const frame = useRef<HTMLElement>(null);
  const centre = nodes[0]?.key ?? "";
  const start = layout.places.get(centre);
  useLayoutEffect(() => {
    if (!frame.current || !start) return;
    frame.current.scrollLeft = leftOf(start) + CARD.width / 2 - frame.current.clientWidth / 2;
    frame.current.scrollTop = middleOf(start) - frame.current.clientHeight / 2;
  }, [start]);
  const inOrder = useMemo(() => sorted(nodes, layout), [nodes, layout]);
  const width = 2 * EDGE + (layout.columns - 1) * COLUMN + CARD.width;
  const height = 2 * EDGE + layout.rows * ROW;
  return (
    <ScrollRegion ref={frame} label="Lineage as a graph" className="relative max-h-[calc(100dvh-9rem)] overflow-auto">
      <div className="relative mx-auto" style={{ width, height }}>
        <svg width={width} height={height} className="absolute inset-0" aria-hidden>
          {routesInOrder(layout.routes, active).map((route) => (
            <path
              key={`${route.from} ${route.to}`}
              d={pathOf(route)}
              fill="none"
              className={isAt(route, active) ? "stroke-accent-ink" : "stroke-line-strong"}
              strokeWidth={isAt(route, active) ? 2 : 1.25}
            />
          ))}
        </svg>
        <ol onKeyDown={(event) => follow(event, layout)}>
          {inOrder.map(({ node, place }) => (
            <li
              key={node.key}
              className="absolute"
              style={{ left: leftOf(place), top: middleOf(place) - CARD.height / 2, width: CARD.width }}
              onPointerEnter={() => setActive(node.key)}
              onPointerLeave={() => setActive(null)}
              onFocus={() => setActive(node.key)}
              onBlur={() => setActive(null)}
            >
              <NodeCard node={node} isCentre={node.key === centre} isCompact className="h-[88px] overflow-hidden" />
            </li>
          ))}
        </ol>
      </div>
    </ScrollRegion>
  );
}

function sorted(nodes: readonly Node[], { places }: Layout): { node: Node; place: Place }[] {
  const placed = nodes.flatMap((node) => {
    const place = places.get(node.key);
    return place ? [{ node, place }] : [];
  });
  return placed.sort((a, b) => a.place.column - b.place.column || a.place.row - b.place.row);
}

const isAt = ({ from, to }: Route, key: string | null) => from === key || to === key;

/** What is drawn last lies on top. */
const routesInOrder = (routes: readonly Route[], active: string | null) =>
  routes.toSorted((a, b) => Number(isAt(a, active)) - Number(isAt(b, active)));

function pathOf({ points }: Route): string {
  const [first, ...others] = points;
  if (!first) return "";
  let text = `M ${leftOf(first) + CARD.width} ${middleOf(first)}`;
  let last = first;
  for (const [index, point] of others.entries()) {
    const bend = (leftOf(last) + CARD.width + leftOf(point)) / 2;
    text += ` C ${bend} ${middleOf(last)}, ${bend} ${middleOf(point)}, ${leftOf(point)} ${middleOf(point)}`;
    // Where it passes a column it runs straight.
    if (index < others.length - 1) text += ` H ${leftOf(point) + CARD.width}`;
    last = point;
  }
  return text;
}

/** Left and right along an edge, to the end that is nearest; up and down within the column. */
function follow(event: KeyboardEvent<HTMLElement>, { places, routes }: Layout) {
  const key = event.target instanceof HTMLElement ? event.target.dataset.node : undefined;
  const here = key === undefined ? undefined : places.get(key);
  if (!here) return;
  const near = (keys: readonly string[]) =>
    keys.toSorted((a, b) => distance(places.get(a), here) - distance(places.get(b), here))[0];
  const inColumn = (sign: 1 | -1) =>
    [...places]
      .filter(([, place]) => place.column === here.column && sign * (place.row - here.row) > 0)
      .map(([to]) => to);
  const moves: Partial<Record<string, () => string | undefined>> = {
    ArrowLeft: () => near(routes.filter(({ to }) => to === key).map(({ from }) => from)),
    ArrowRight: () => near(routes.filter(({ from }) => from === key).map(({ to }) => to)),
    ArrowUp: () => near(inColumn(-1)),
    ArrowDown: () => near(inColumn(1)),
  };
  const next = moves[event.key]?.();
  if (next === undefined) return;
  event.preventDefault();
  event.currentTarget.querySelector<HTMLElement>(`[data-node="${CSS.escape(next)}"]`)?.focus();
}

const distance = (place: Place | undefined, here: Place) => Math.abs((place?.row ?? 0) - here.row);
