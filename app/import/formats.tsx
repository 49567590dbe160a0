import { Command } from "@/components/states/command";

const FORMATS = [
  ["The studio's own JSONL", "questions, trajectories, verdicts and outcomes; also what it exports"],
  ["OpenAI chat JSONL", "one conversation a line, with or without tool calls"],
  ["AgentProcessBench", "trajectories with human step labels, and its judge files"],
  ["Question sets", "GSM8K, HotPotQA, MuSiQue, BeerQA, or plain JSONL (id, question, answers)"],
  ["GSM8K example model solutions", "calculator steps written as <<expression=result>>"],
  ["Inspect logs", ".json and .eval"],
] as const;

/** What can be imported; the format is told from a file's content, never from its name. */
export function Formats() {
  return (
    <section aria-labelledby="formats" className="self-start rounded-lg border border-line bg-panel p-4">
      <h2 id="formats" className="font-semibold">
        Formats
      </h2>
      <p className="mt-1 text-muted">Told from the content. Any of them may be gzipped.</p>
      <dl className="mt-2 flex flex-col gap-2">
        {FORMATS.map(([name, holds]) => (
          <div key={name}>
            <dt className="font-medium">{name}</dt>
            <dd className="text-muted text-xs">{holds}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-muted">
        A second import of a file adds nothing. A line that cannot be used is put aside with its reason; the rest goes
        on.
      </p>
      <h3 className="mt-3 mb-1 font-medium">By command</h3>
      <Command text="bin/swirl import FILE…" />
    </section>
  );
}
