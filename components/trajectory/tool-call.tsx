import { Calculator, Search, Wrench } from "lucide-react";
import { type CallView, showable } from "@/domain/trajectory-view";
import { readableArguments } from "./readable-arguments";

/** One tool call as a labelled line of code. */
export function ToolCall({ call }: { call: CallView }) {
  const { inline, block } = readableArguments(call.input.text, call.input.isCut);
  return (
    <div className="flex min-w-0 items-start gap-2 rounded-md border border-line bg-subtle px-2 py-0.5">
      <span className="inline-flex shrink-0 items-center gap-1 font-medium text-accent-ink text-xs leading-5">
        <ToolIcon tool={call.tool} />
        {showable(call.tool)}
      </span>
      <code className="min-w-0 flex-1 whitespace-pre-wrap break-words font-mono text-ink text-xs leading-5 [overflow-wrap:anywhere]">
        {showable(inline ?? block)}
        {call.input.isCut && <span className="text-faint"> …</span>}
        {!call.input.isCut && call.input.text === "" && <span className="text-faint">no input</span>}
      </code>
    </div>
  );
}

function ToolIcon({ tool }: { tool: string }) {
  const name = tool.toLowerCase();
  const Icon =
    name.includes("search") || name.includes("retriev") ? Search : name.includes("calc") ? Calculator : Wrench;
  return <Icon className="size-3.5" aria-hidden />;
}
