import { asksOutcome, type FilterMode } from "@/domain/filter";
import { cn } from "../ui/cn";

export const MODE_WORDS: Record<FilterMode, string> = {
  none: "None",
  outcome: "Outcome",
  process: "Process",
  "process-and-outcome": "Process and outcome",
};

/** The mode's fixed hue in charts. */
export const MODE_COLOURS: Record<FilterMode, string> = {
  none: "var(--mode-none)",
  outcome: "var(--mode-outcome)",
  process: "var(--mode-process)",
  "process-and-outcome": "var(--mode-process-and-outcome)",
};

const CLASSES: Record<FilterMode, string> = {
  none: "bg-mode-none-soft text-mode-none-ink",
  outcome: "bg-mode-outcome-soft text-mode-outcome-ink",
  process: "bg-mode-process-soft text-mode-process-ink",
  "process-and-outcome": "bg-mode-process-and-outcome-soft text-mode-process-and-outcome-ink",
};

/** A filter mode in its fixed hue, by name or as something that has the mode: `label`. */
export function ModeBadge({ mode, className, label }: { mode: FilterMode; className?: string; label?: string }) {
  return (
    <span
      className={cn(
        "inline-flex h-5 items-center gap-1.5 whitespace-nowrap rounded px-1.5 font-medium text-xs",
        CLASSES[mode],
        className,
      )}
    >
      <ModeSwatch mode={mode} />
      <span className="min-w-0 overflow-hidden text-ellipsis">{label ?? MODE_WORDS[mode]}</span>
    </span>
  );
}

/** Two small dots: what a mode asks of the process (left) and of the outcome (right). */
export function ModeSwatch({ mode }: { mode: FilterMode }) {
  const asksProcess = mode === "process" || mode === "process-and-outcome";
  return (
    <svg width="15" height="10" viewBox="0 0 15 10" aria-hidden className="shrink-0">
      <circle
        cx="4"
        cy="5"
        r="3"
        fill={asksProcess ? MODE_COLOURS[mode] : "none"}
        stroke={MODE_COLOURS[mode]}
        strokeWidth="1.25"
      />
      <rect
        x="8"
        y="2"
        width="6"
        height="6"
        rx="1"
        fill={asksOutcome(mode) ? MODE_COLOURS[mode] : "none"}
        stroke={MODE_COLOURS[mode]}
        strokeWidth="1.25"
      />
    </svg>
  );
}
