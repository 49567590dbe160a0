"use client";
import { useEffect, useState } from "react";

const PAUSE_MS = 350;

/** The value, once it has not changed for a moment. */
export function usePaused<T>(value: T): T {
  const text = JSON.stringify(value);
  const [settled, setSettled] = useState({ text, value });
  useEffect(() => {
    if (text === settled.text) return;
    const timer = setTimeout(() => setSettled({ text, value }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled.value;
}
