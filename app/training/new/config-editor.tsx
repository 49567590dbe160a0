"use client";
import { RotateCcw } from "lucide-react";
import { useRef } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Label } from "@/components/ui/input";
import { formatCount } from "@/domain/format";
import type { ConfigState } from "./use-config";

const LINE_REM = 1.25;

/** The resolved config as text: what is wrong with it is marked at its line, and said above it. */
export function ConfigEditor(props: { state: ConfigState; onEdit: (text: string) => void; onReset: () => void }) {
  const { text, recipe, issues, kept } = props.state;
  const area = useRef<HTMLTextAreaElement>(null);
  const lines = text.split("\n");
  const faulty = new Set(issues.flatMap(({ line }) => (line === null ? [] : [line])));
  const isEdited = text !== recipe && recipe !== "";

  function goTo(line: number) {
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    area.current?.focus({ preventScroll: true });
    area.current?.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    area.current?.parentElement?.querySelector(`[data-line="${line}"]`)?.scrollIntoView({ block: "center" });
  }

  return (
    <section aria-label="Config" className="flex min-w-0 flex-col gap-2">
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
        <Label htmlFor="training-config" className="font-semibold text-ink text-sm max-sm:mr-auto">
          Config
        </Label>
        <p className="min-w-0 flex-1 text-muted text-xs max-sm:order-last max-sm:basis-full">
          {kept.length > 0
            ? `Your ${kept.length === 1 ? "change" : "changes"} of ${kept.join(", ")} ${kept.length === 1 ? "was" : "were"} kept.`
            : "YAML. Changed fields are kept when a choice changes; comments of your own are not."}
        </p>
        <Button size="sm" disabled={!isEdited} onClick={props.onReset}>
          <RotateCcw aria-hidden />
          Reset to recipe
        </Button>
      </div>
      <ul id="training-config-issues" aria-live="polite" className="flex flex-col gap-1 empty:hidden">
        {issues.map(({ path, line, message }) => (
          <li key={`${path} ${line} ${message}`} className="rounded-md border border-danger px-3 py-1 text-danger-ink">
            {line !== null && (
              <button type="button" className="mr-2 underline tabular-nums" onClick={() => goTo(line)}>
                Line {line}
              </button>
            )}
            {path !== "" && <code className="mr-2 font-mono text-xs">{path}</code>}
            {message}
          </li>
        ))}
      </ul>
      <div className="max-h-[70dvh] overflow-auto rounded-md border border-edge bg-panel has-[textarea:focus-visible]:outline-2 has-[textarea:focus-visible]:outline-accent">
        <div className="flex min-w-max font-mono text-xs leading-5">
          <div
            aria-hidden
            className="sticky left-0 z-10 shrink-0 select-none bg-subtle py-2 text-right text-faint tabular-nums"
          >
            {lines.map((_, index) => (
              <div
                key={index}
                data-line={index + 1}
                className={cn("px-2", faulty.has(index + 1) && "bg-danger font-semibold text-panel")}
              >
                {index + 1}
              </div>
            ))}
          </div>
          <textarea
            ref={area}
            id="training-config"
            value={text}
            wrap="off"
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
            aria-invalid={issues.length > 0}
            aria-describedby="training-config-issues"
            readOnly={recipe === ""}
            placeholder="Shown once everything is chosen."
            onChange={(event) => props.onEdit(event.target.value)}
            style={{ height: `${lines.length * LINE_REM + 1}rem`, width: `${longest(lines) + 4}ch` }}
            className="min-w-60 flex-1 resize-none overflow-hidden bg-transparent px-3 py-2 leading-5 outline-none"
          />
        </div>
      </div>
      <p className="text-faint text-xs">
        {formatCount(lines.length, "line")}. The studio adds the run's folder at launch.
      </p>
    </section>
  );
}

const longest = (lines: readonly string[]) => lines.reduce((most, line) => Math.max(most, line.length), 20);
