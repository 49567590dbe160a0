"use client";
import { useEffect, useRef } from "react";

/** Looks once more when what was watched has ended: its last news came after the last regular look. */
export function useLastLook(isLive: boolean, look: () => unknown) {
  const wasLive = useRef(isLive);
  useEffect(() => {
    if (wasLive.current && !isLive) look();
    wasLive.current = isLive;
  }, [isLive, look]);
}
