import type { ComponentProps } from "react";
import { cn } from "./cn";

/** A plain table: 32 px rows, sticky header. It scrolls sideways inside itself, never the page. */
export function Table({ className, label, ...props }: ComponentProps<"table"> & { label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div role="group" aria-label={label} tabIndex={0} className="relative w-full overflow-x-auto">
      <table className={cn("w-full border-collapse text-sm", className)} {...props} />
    </div>
  );
}

export function Th({ className, numeric = false, ...props }: ComponentProps<"th"> & { numeric?: boolean }) {
  return (
    <th
      scope="col"
      className={cn(
        "sticky top-0 z-10 h-8 whitespace-nowrap border-line border-b bg-panel px-2.5 text-left font-medium text-muted text-xs last:pr-4",
        numeric && "text-right",
        className,
      )}
      {...props}
    />
  );
}

export function Tr({ className, ...props }: ComponentProps<"tr">) {
  return <tr className={cn("border-line border-b last:border-b-0 hover:bg-hover", className)} {...props} />;
}

export function Td({ className, numeric = false, ...props }: ComponentProps<"td"> & { numeric?: boolean }) {
  return (
    <td
      className={cn("h-8 px-2.5 py-1 last:pr-4", numeric && "whitespace-nowrap text-right tabular-nums", className)}
      {...props}
    />
  );
}
