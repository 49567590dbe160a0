/** A trajectory's verdicts as one row of marks, one a step; a long one is drawn as bars, several steps to a bar. */
import Link from "next/link";
import type { ReactNode } from "react";
import type { Mark } from "@/domain/verdict";
import { type Bucket, bucketMarks, describeMarks } from "./strip";
import { MARK_WORDS, VerdictShape } from "./verdict-glyph";

export type VerdictStripProps = {
  marks: readonly Mark[];
  /** Zero-based step that is shown now */
  activeStep?: number;
  /** A link for each step */
  hrefs?: readonly string[];
  onSelect?: (step: number) => void;
  /** Glyphs up to this many steps, bars beyond */
  max?: number;
  /** Whose verdicts these are, put before the spoken description */
  name?: string;
};

const PITCH = 13;
const HEIGHT = 16;
const MAX_BARS = 96;

export function VerdictStrip({ marks, activeStep, hrefs, onSelect, max = 24, name }: VerdictStripProps) {
  const isLong = marks.length > max;
  const width = isLong ? Math.max(max * PITCH, 1) : Math.max(marks.length * PITCH, 1);
  const buckets = bucketMarks(marks, isLong ? Math.min(MAX_BARS, Math.floor(width / 3)) : marks.length);
  const pitch = width / Math.max(buckets.length, 1);
  const label = name ? `${name}, ${describeMarks(marks)}` : describeMarks(marks);
  const isInteractive = Boolean(hrefs ?? onSelect);
  if (marks.length === 0) return <span className="text-faint text-xs">no steps</span>;
  return (
    <svg
      width={width}
      height={HEIGHT}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      role={isInteractive ? "group" : "img"}
      aria-label={label}
      className="max-w-full shrink-0 overflow-visible"
    >
      {buckets.map((bucket, index) => {
        const isActive = activeStep !== undefined && activeStep >= bucket.from && activeStep < bucket.to;
        return (
          <g key={bucket.from} transform={`translate(${index * pitch} 0)`}>
            <StepTarget bucket={bucket} href={hrefs?.[bucket.from]} onSelect={onSelect} isActive={isActive}>
              {isInteractive && <rect width={pitch} height={HEIGHT} fill="transparent" />}
              {isLong ? (
                <Bar mark={bucket.mark} width={pitch} />
              ) : (
                <g transform={`translate(${pitch / 2} 7)`}>
                  <VerdictShape mark={bucket.mark} />
                </g>
              )}
              {isActive && (
                <rect x="1" y={HEIGHT - 2} width={Math.max(pitch - 2, 2)} height="2" fill="var(--accent-ink)" />
              )}
            </StepTarget>
          </g>
        );
      })}
    </svg>
  );
}

/** Bars keep the difference in shape: full, half, low with a gap above it, hollow. */
function Bar({ mark, width }: { mark: Mark; width: number }) {
  const w = Math.max(width - 0.75, 0.75);
  switch (mark) {
    case "reasonable":
      return <rect y="5" width={w} height="4" fill="var(--verdict-reasonable)" />;
    case "neutral":
      return <rect y="7" width={w} height="2" fill="var(--verdict-neutral)" />;
    case "unreasonable":
      return <rect y="0" width={w} height="13" fill="var(--verdict-unreasonable)" />;
    case "none":
      return <rect y="8.25" width={w} height="0.75" fill="var(--verdict-none)" />;
  }
}

function StepTarget(props: {
  bucket: Bucket;
  href: string | undefined;
  onSelect: ((step: number) => void) | undefined;
  isActive: boolean;
  children: ReactNode;
}) {
  const { from, to, mark } = props.bucket;
  const range = to - from > 1 ? `Steps ${from + 1} to ${to}` : `Step ${from + 1}`;
  const label = `${range}: ${MARK_WORDS[mark]}`;
  const current = props.isActive ? ("step" as const) : undefined;
  const title = <title>{label}</title>;
  if (props.href !== undefined)
    return (
      <Link href={props.href} prefetch={false} aria-label={label} aria-current={current}>
        {title}
        {props.children}
      </Link>
    );
  const { onSelect } = props;
  if (!onSelect)
    return (
      <>
        {title}
        {props.children}
      </>
    );
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no button element
    <g
      role="button"
      tabIndex={0}
      aria-label={label}
      aria-current={current}
      className="cursor-pointer"
      onClick={(event) => {
        event.stopPropagation();
        onSelect(from);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        onSelect(from);
      }}
    >
      {title}
      {props.children}
    </g>
  );
}
