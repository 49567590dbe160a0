import { memo } from "react";
import { showable } from "@/domain/trajectory-view";
import { cn } from "../ui/cn";

/** What a model, tool or judge wrote: as plain text with its line breaks, never as markup. */
export const PlainText = memo(function PlainText({ text, className }: { text: string; className?: string }) {
  return (
    <div className={cn("whitespace-pre-wrap break-words [overflow-wrap:anywhere]", className)}>{showable(text)}</div>
  );
});
