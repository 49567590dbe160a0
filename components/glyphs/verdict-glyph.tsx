/** One verdict as a round mark. The four differ in shape, so that they read without colour. */
import type { Mark } from "@/domain/verdict";

export const MARK_WORDS: Record<Mark, string> = {
  reasonable: "reasonable",
  neutral: "neutral",
  unreasonable: "unreasonable",
  none: "no verdict",
};

/** The drawing alone, centred on the origin, 12 units wide: for strips and charts that are SVG already. */
export function VerdictShape({ mark }: { mark: Mark }) {
  switch (mark) {
    case "reasonable":
      return <circle r="5" fill="var(--verdict-reasonable)" />;
    case "neutral":
      return (
        <>
          <circle r="4.25" fill="none" stroke="var(--verdict-neutral)" strokeWidth="1.5" />
          <path d="M0-5a5 5 0 0 0 0 10z" fill="var(--verdict-neutral)" />
        </>
      );
    case "unreasonable":
      return (
        <>
          <circle r="4.25" fill="none" stroke="var(--verdict-unreasonable)" strokeWidth="1.5" />
          <path d="M-3-3 3 3M3-3-3 3" stroke="var(--verdict-unreasonable)" strokeWidth="1.75" />
        </>
      );
    case "none":
      return <circle r="4.25" fill="none" stroke="var(--verdict-none)" strokeWidth="1.25" strokeDasharray="2 1.6" />;
  }
}

/** The glyph with its word for screen readers; `label=""` where the word stands beside it. */
export function VerdictGlyph({ mark, size = 14, label }: { mark: Mark; size?: number; label?: string }) {
  const name = label ?? MARK_WORDS[mark];
  return (
    <svg
      width={size}
      height={size}
      viewBox="-6 -6 12 12"
      className="shrink-0"
      role="img"
      aria-label={name}
      aria-hidden={name === "" || undefined}
    >
      <VerdictShape mark={mark} />
    </svg>
  );
}
