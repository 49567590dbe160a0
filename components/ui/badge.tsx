import { X } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

const TONES = {
  plain: "border-line bg-subtle text-muted",
  accent: "border-transparent bg-selected text-accent-ink",
  warning: "border-transparent bg-warning-soft text-warning-ink",
  danger: "border-transparent bg-incorrect-soft text-incorrect-ink",
  success: "border-transparent bg-correct-soft text-correct-ink",
} as const;

/** A short, still label. */
export function Badge({ tone = "plain", className, ...props }: ComponentProps<"span"> & { tone?: keyof typeof TONES }) {
  return (
    <span
      className={cn(
        "inline-flex h-5 items-center gap-1 whitespace-nowrap rounded border px-1.5 text-xs tabular [&_svg]:size-3",
        TONES[tone],
        className,
      )}
      {...props}
    />
  );
}

/** A filter in force: pressing it edits it (wrap it in a popover trigger), the cross removes it. */
export function Chip({
  children,
  onRemove,
  removeLabel,
  className,
  ...props
}: ComponentProps<"button"> & { children: ReactNode; onRemove?: () => void; removeLabel?: string }) {
  return (
    <span
      className={cn(
        "inline-flex h-7 max-w-full items-center rounded-md border border-line-strong bg-panel text-sm",
        className,
      )}
    >
      <button
        type="button"
        className="inline-flex h-full min-w-0 items-center gap-1.5 rounded-md px-2 hover:bg-hover"
        {...props}
      >
        {children}
      </button>
      {onRemove && (
        <button
          type="button"
          aria-label={removeLabel ?? "Remove this filter"}
          onClick={onRemove}
          className="inline-flex h-full items-center rounded-r-md px-1 text-faint hover:bg-hover hover:text-ink"
        >
          <X className="size-3.5" aria-hidden />
        </button>
      )}
    </span>
  );
}
