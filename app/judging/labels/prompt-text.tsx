import type { EquivalencePrompt } from "@/domain/labelling/equivalence";

/** The prompt of a model that compares answers, with its places still open. */
export function PromptText({ prompt }: { prompt: EquivalencePrompt }) {
  return (
    <div className="mt-2 flex flex-col gap-2">
      {[prompt.systemText, prompt.userText].map((text, index) => (
        <div key={index} className="min-w-0 rounded-md border border-line">
          <p className="border-line border-b px-3 py-1 text-faint text-xs">{index === 0 ? "system" : "user"}</p>
          <pre className="whitespace-pre-wrap break-words px-3 py-2 font-mono text-xs">{text}</pre>
        </div>
      ))}
    </div>
  );
}
