"use client";
/** What a reader chose to see, remembered in this browser. */
import { useCallback, useSyncExternalStore } from "react";
import { z } from "zod";

export const ReadingPreferences = z.object({
  thoughts: z.boolean().default(true),
  observations: z.boolean().default(true),
  metadata: z.boolean().default(false),
  rationales: z.boolean().default(false),
});
export type ReadingPreferences = z.infer<typeof ReadingPreferences>;

const KEY = "swirl-studio-reading";
const DEFAULTS = ReadingPreferences.parse({});
const listeners = new Set<() => void>();
let known: ReadingPreferences | null = null;

function read(): ReadingPreferences {
  if (known === null) {
    try {
      known = ReadingPreferences.parse(JSON.parse(localStorage.getItem(KEY) ?? "{}"));
    } catch {
      // Storage may be forbidden, or hold what an older studio wrote.
      known = DEFAULTS;
    }
  }
  return known;
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The preferences and a way to flip one of them. */
export function useReadingPreferences() {
  const preferences = useSyncExternalStore(subscribe, read, () => DEFAULTS);
  const flip = useCallback((name: keyof ReadingPreferences) => {
    const current = read();
    known = { ...current, [name]: !current[name] };
    try {
      localStorage.setItem(KEY, JSON.stringify(known));
    } catch {
      // Then they last as long as the page.
    }
    for (const listener of listeners) listener();
  }, []);
  return { preferences, flip };
}
