import type { ComponentProps } from "react";
import { cn } from "./cn";

const FIELD =
  "w-full rounded-md border border-edge bg-panel px-2.5 text-sm text-ink placeholder:text-faint disabled:opacity-50 aria-invalid:border-danger";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(FIELD, "h-8", className)} {...props} />;
}

export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return <textarea className={cn(FIELD, "min-h-16 py-1.5", className)} {...props} />;
}

/** A native select: the right control for a handful of known choices. */
export function NativeSelect({ className, ...props }: ComponentProps<"select">) {
  return <select className={cn(FIELD, "h-8 pr-7", className)} {...props} />;
}

export function Label({ className, htmlFor, children, ...props }: ComponentProps<"label"> & { htmlFor: string }) {
  return (
    <label htmlFor={htmlFor} className={cn("font-medium text-muted text-xs", className)} {...props}>
      {children}
    </label>
  );
}
