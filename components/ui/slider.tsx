import type { ComponentProps } from "react";
import { cn } from "./cn";

/** A native slider: arrows move it by one, page keys by more, Home and End to the ends. */
export function Slider({ className, ...props }: Omit<ComponentProps<"input">, "type">) {
  return <input type="range" className={cn("h-6 w-full cursor-pointer accent-accent", className)} {...props} />;
}
