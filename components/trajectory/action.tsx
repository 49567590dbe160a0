import { CornerDownRight } from "lucide-react";
import { formatBytes } from "@/domain/format";
import type { ActionView } from "@/domain/trajectory-view";
import { PlainText } from "./plain-text";
import { ToolCall } from "./tool-call";

/** What the model wrote at a step: thought as prose, calls as code, the answer set apart. */
export function Action({
  action,
  showThought,
  recordedAnswer,
  onShowWhole,
}: {
  action: ActionView;
  showThought: boolean;
  /** The trajectory's final answer, on a last step that does not mark its answer itself */
  recordedAnswer?: string | null;
  onShowWhole?: (() => void) | undefined;
}) {
  const hasThought = action.thought.text.trim() !== "";
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      {action.isEmpty && <p className="text-faint italic">Empty: the model wrote no words and called no tool.</p>}
      {hasThought && showThought && <PlainText text={action.thought.text} className="max-w-[85ch] text-base" />}
      {hasThought && !showThought && <p className="text-faint text-xs">Thought hidden</p>}
      {action.calls.map((call, index) => (
        <ToolCall key={index} call={call} />
      ))}
      {action.moreCalls > 0 && <p className="text-muted text-xs">and {action.moreCalls} more calls</p>}
      {action.answer && <Answer label="Answer" text={action.answer.text} />}
      {!action.answer && recordedAnswer != null && <Answer label="Answer, as recorded" text={recordedAnswer} />}
      {action.isCut && onShowWhole && (
        <button
          type="button"
          onClick={onShowWhole}
          className="self-start rounded text-accent-ink text-xs hover:underline"
        >
          Show the whole action ({formatBytes(action.bytes)})
        </button>
      )}
      {action.isCut && !onShowWhole && (
        <p className="text-muted text-xs">Its end is in the raw record ({formatBytes(action.bytes)} in all).</p>
      )}
    </div>
  );
}

function Answer({ label, text }: { label: string; text: string }) {
  return (
    <div className="flex min-w-0 items-start gap-2 rounded-md bg-selected px-2 py-1">
      <span className="inline-flex shrink-0 items-center gap-1 font-medium text-accent-ink text-xs leading-5">
        <CornerDownRight className="size-3.5" aria-hidden />
        {label}
      </span>
      <PlainText text={text} className="min-w-0 font-medium" />
    </div>
  );
}
