"use client";
/** Keeps a step at the top of a virtual list while what stands above it is still being loaded and measured. */
import type { Virtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useLayoutEffect, useRef } from "react";

const RELEASE = ["wheel", "touchmove", "pointerdown", "keydown"] as const;

/**
 * Answers a function that scrolls to a step and holds it there until the reader scrolls, touches or types: heights
 * above it are estimates at first, and a single jump would end somewhere else.
 */
export function usePinnedStep<Scroller extends HTMLElement>(
  virtualizer: Virtualizer<Scroller, Element>,
): (step: number) => void {
  const pinned = useRef<number | null>(null);
  const hold = useCallback(() => {
    const scroller = virtualizer.scrollElement;
    const target = pinned.current === null ? undefined : virtualizer.getOffsetForIndex(pinned.current, "start")?.[0];
    if (!scroller || target === undefined) return;
    if (Math.abs(scroller.scrollTop - target) > 1) scroller.scrollTop = target;
  }, [virtualizer]);

  useLayoutEffect(hold);
  useEffect(() => {
    const release = () => {
      pinned.current = null;
    };
    for (const event of RELEASE) window.addEventListener(event, release, { passive: true, capture: true });
    return () => {
      for (const event of RELEASE) window.removeEventListener(event, release, { capture: true });
    };
  }, []);

  return useCallback(
    (step: number) => {
      pinned.current = step;
      hold();
    },
    [hold],
  );
}
