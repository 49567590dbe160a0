"use client";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";

/** A digest, cut to the room there is, with a button that copies all of it. */
export function CopyDigest({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1_500);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <span className="inline-flex max-w-44 items-center gap-1 align-middle">
      <code className="truncate font-mono text-xs" title={text}>
        {text}
      </code>
      <button
        type="button"
        aria-label={copied ? "Copied" : "Copy the sha256"}
        onClick={() => navigator.clipboard?.writeText(text).then(() => setCopied(true))}
        className="rounded-md p-1 text-muted hover:text-ink"
      >
        {copied ? <Check className="size-3.5" aria-hidden /> : <Copy className="size-3.5" aria-hidden />}
      </button>
    </span>
  );
}
