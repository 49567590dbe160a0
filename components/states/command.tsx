import { CopyButton } from "./copy-button";

/** A command line with a button that copies it. */
export function Command({ text }: { text: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1 rounded-md border border-line bg-subtle pl-2">
      <code className="min-w-0 overflow-x-auto whitespace-nowrap py-1 font-mono text-ink text-xs">{text}</code>
      <CopyButton text={text} label={`Copy: ${text}`} />
    </span>
  );
}
