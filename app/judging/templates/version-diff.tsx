import { cn } from "@/components/ui/cn";
import { describeGrammar } from "./grammar-text";
import { type DiffLine, diffLines } from "./line-diff";
import type { Template } from "./template-editor";

const textOf = (template: Template) =>
  `${template.systemText}\n\n${template.userText}\n\n${describeGrammar(template.grammar)}`;

const LOOK: Record<DiffLine["kind"], { sign: string; className: string }> = {
  same: { sign: " ", className: "text-faint" },
  added: { sign: "+", className: "bg-correct-soft text-correct-ink" },
  removed: { sign: "−", className: "bg-incorrect-soft text-incorrect-ink" },
};

/** What a version changed against the one before. */
export function VersionDiff({ before, after }: { before: Template; after: Template }) {
  return (
    <details className="mt-4 max-w-[100ch]">
      <summary className="cursor-pointer text-muted">Changes against version {before.version}</summary>
      <pre className="mt-2 whitespace-pre-wrap break-words rounded-md border border-line py-1 font-mono text-xs">
        {diffLines(textOf(before), textOf(after)).map((line, index) => (
          <span key={index} className={cn("block px-3", LOOK[line.kind].className)}>
            {LOOK[line.kind].sign} {line.text}
          </span>
        ))}
      </pre>
    </details>
  );
}
