"use client";
import { useEffect, useState } from "react";
import { formatDuration } from "@/domain/format";

const EVERY_MS = 1_000;
const SHORT_MS = 2_000;

/** Says that figures are on their way, and after a while for how long. */
export function Elapsed() {
  const [begun] = useState(() => Date.now());
  const [now, setNow] = useState(begun);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const passed = now - begun;
  return (
    <span role="status" className="text-faint text-xs tabular-nums">
      {passed < SHORT_MS ? "evaluating…" : `evaluating for ${formatDuration(Math.floor(passed / 1000) * 1000)}…`}
    </span>
  );
}
