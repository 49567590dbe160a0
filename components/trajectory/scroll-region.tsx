import type { ComponentProps } from "react";

/** A named region that scrolls by itself: it can be reached by keyboard. */
export function ScrollRegion({ label, ...props }: ComponentProps<"section"> & { label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section tabIndex={0} aria-label={label} {...props} />
  );
}
