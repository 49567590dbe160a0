"use client";
import { useEffect, useState } from "react";
import { z } from "zod";

const Widths = z.record(z.string(), z.number().min(20).max(2_000));
export type Widths = z.infer<typeof Widths>;

/** Column widths that this browser remembers under `key`; empty until the page is alive, as the server knows none. */
export function useStoredWidths(key: string) {
  const [widths, setWidths] = useState<Widths>({});
  useEffect(() => {
    const stored = read(key);
    if (stored) setWidths(stored);
  }, [key]);
  const store = (change: (current: Widths) => Widths) =>
    setWidths((current) => {
      const next = change(current);
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // Without storage the widths last as long as the page.
      }
      return next;
    });
  return [widths, store] as const;
}

function read(key: string): Widths | null {
  try {
    return Widths.parse(JSON.parse(localStorage.getItem(key) ?? "null"));
  } catch {
    return null;
  }
}
