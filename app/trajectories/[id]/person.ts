"use client";
/** Who sits at this browser, as they said themselves; asked once. */
import { useSyncExternalStore } from "react";
import { PersonName } from "@/domain/judging/person";

const KEY = "swirl-person";
const listeners = new Set<() => void>();
let known: string | null | undefined;

function read(): string | null {
  if (known === undefined) {
    try {
      known = PersonName.safeParse(localStorage.getItem(KEY) ?? "").data ?? null;
    } catch {
      // Storage may be forbidden: then the name lasts as long as the page.
      known = null;
    }
  }
  return known;
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Remembers a name; one that is none is forgotten. */
export function setPerson(name: string): string | null {
  known = PersonName.safeParse(name).data ?? null;
  try {
    if (known === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, known);
  } catch {
    // See above.
  }
  for (const listener of listeners) listener();
  return known;
}

export function usePerson(): string | null {
  return useSyncExternalStore(subscribe, read, () => null);
}
