import { cutAtWord } from "@/domain/format";

const LONG = 160;

/** A prompt opens on demand. */
export function FoldedValue({ text }: { text: string }) {
  if (text.length <= LONG) return text;
  return (
    <details>
      <summary className="cursor-pointer">{cutAtWord(text, LONG / 2)}</summary>
      <p className="whitespace-pre-wrap pt-1">{text}</p>
    </details>
  );
}
