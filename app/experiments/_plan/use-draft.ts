"use client";
/** A draft that outlives leaving the page for a trajectory and coming back: it stays in the tab until it is saved. */
import { useCallback, useEffect, useState } from "react";
import { Draft } from "./draft";

export function useDraft(key: string, initial: Draft) {
  const [draft, setDraft] = useState(initial);
  const [isRestored, setRestored] = useState(false);
  // The server, which writes the page first, has no such memory.
  useEffect(() => {
    const kept = read(key);
    if (kept) setDraft(kept);
    setRestored(true);
  }, [key]);
  useEffect(() => {
    if (!isRestored) return;
    const isChanged = JSON.stringify(draft) !== JSON.stringify(initial);
    if (isChanged) sessionStorage.setItem(key, JSON.stringify(draft));
    else sessionStorage.removeItem(key);
  }, [key, draft, initial, isRestored]);
  const forget = useCallback(() => sessionStorage.removeItem(key), [key]);
  return { draft, setDraft, forget, isRestored };
}

function read(key: string): Draft | null {
  try {
    const parsed = Draft.safeParse(JSON.parse(sessionStorage.getItem(key) ?? "null"));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
