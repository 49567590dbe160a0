"use client";
/** Whether a reviewer goes on at once after ruling, remembered in this browser. */
import { useCallback, useSyncExternalStore } from "react";

const KEY = "swirl-review-go-on";
const listeners = new Set<() => void>();
let known: boolean | undefined;

function read(): boolean {
  if (known === undefined) {
    try {
      known = localStorage.getItem(KEY) === "yes";
    } catch {
      known = false;
    }
  }
  return known;
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePace(): { goesOn: boolean; flip: () => void } {
  const goesOn = useSyncExternalStore(subscribe, read, () => false);
  const flip = useCallback(() => {
    known = !read();
    try {
      localStorage.setItem(KEY, known ? "yes" : "no");
    } catch {
      // Then it lasts as long as the page.
    }
    for (const listener of listeners) listener();
  }, []);
  return { goesOn, flip };
}
