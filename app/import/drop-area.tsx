"use client";
/** Where files are dropped or chosen. A drop anywhere on the page counts. */
import { Upload } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { addFiles } from "./uploads";

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

export function DropArea() {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);

  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setIsOver(true);
    };
    const leave = (event: DragEvent) => {
      // Leaving the window has no element that is entered instead.
      if (event.relatedTarget === null) setIsOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setIsOver(false);
      addFiles(event.dataTransfer?.files ?? []);
    };
    window.addEventListener("dragover", over);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragover", over);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
    };
  }, []);

  return (
    <div
      className={cn(
        "flex flex-col items-center gap-2 rounded-lg border border-dashed px-6 py-8 text-center",
        isOver ? "border-accent-ink bg-selected" : "border-edge bg-canvas",
      )}
    >
      <Upload className="size-5 text-muted" aria-hidden />
      <p className="font-medium">{isOver ? "Drop to import" : "Drop files anywhere on this page"}</p>
      <p className="text-muted">Several at once are fine, of gigabytes too; .gz as they are.</p>
      <Button variant="primary" className="mt-1" onClick={() => input.current?.click()}>
        Choose files
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        aria-label="Files to import"
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          addFiles(event.target.files ?? []);
          event.target.value = "";
        }}
      />
    </div>
  );
}
