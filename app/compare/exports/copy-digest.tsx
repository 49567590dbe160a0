import { CopyButton } from "@/components/states/copy-button";

/** A digest, cut to the room there is, with a button that copies all of it. */
export function CopyDigest({ text }: { text: string }) {
  return (
    <span className="inline-flex max-w-[min(11rem,100%)] items-center gap-1 align-middle">
      <code className="truncate font-mono text-xs" title={text}>
        {text}
      </code>
      <CopyButton text={text} label="Copy the sha256" />
    </span>
  );
}
