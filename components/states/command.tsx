"use client";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";

/** A command line with a button that copies it. */
export function Command({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1_500);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <span className="inline-flex max-w-full items-center gap-1 rounded-md border border-line bg-subtle pl-2">
      <code className="min-w-0 overflow-x-auto whitespace-nowrap py-1 font-mono text-ink text-xs">{text}</code>
      <button
        type="button"
        aria-label={copied ? "Copied" : `Copy: ${text}`}
        onClick={() => navigator.clipboard?.writeText(text).then(() => setCopied(true))}
        className="rounded-md p-1.5 text-muted hover:text-ink"
      >
        {copied ? <Check className="size-3.5" aria-hidden /> : <Copy className="size-3.5" aria-hidden />}
      </button>
    </span>
  );
}
