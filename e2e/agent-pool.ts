/** Trajectories and a judge file in AgentProcessBench's shapes, with the figures they must lead to, counted apart. */
import type { FilterMode, Outcome } from "../domain/filter";
import type { ProcessLabel } from "../domain/verdict";

const QUESTIONS = 6;
const SAMPLES = 4;

/** What sample s of question q is: its length, the judge's labels (null: none) and its outcome. */
function planOf(q: number, s: number) {
  const steps = 1 + ((q + s) % 4);
  const labels = Array.from({ length: steps }, (_, step) => {
    if (s === 1 && step === steps - 1) return -1;
    if (s === 2 && q % 2 === 0 && step === 0) return null;
    return step % 3 === 1 ? 0 : 1;
  });
  return { steps, labels, correct: (q + 2 * s) % 3 !== 0 };
}

const search = (id: string, query: string) => ({
  id,
  type: "function",
  function: { name: "search", arguments: JSON.stringify({ query_list: [query] }) },
});
const hits = (text: string) =>
  JSON.stringify({ result: [[{ document: { id: "1", contents: `Title\n${text}` }, score: 0.5 }]] });

export function makeAgentPool() {
  const trajectories: string[] = [];
  const judgeLines: string[] = [];
  const zero = (): Record<Outcome, number> => ({ correct: 0, incorrect: 0, unlabelled: 0 });
  const matrix: Record<ProcessLabel, Record<Outcome, number>> = {
    reasonable: zero(),
    unreasonable: zero(),
    unjudged: zero(),
  };
  const modes: Record<FilterMode, [number, number]> = {
    none: [0, 0],
    outcome: [0, 0],
    process: [0, 0],
    "process-and-outcome": [0, 0],
  };
  for (let q = 0; q < QUESTIONS; q++)
    for (let s = 0; s < SAMPLES; s++) {
      const { steps, labels, correct } = planOf(q, s);
      const messages: unknown[] = [
        { role: "system", content: "You may search." },
        { role: "user", content: `Question ${q}?` },
      ];
      const stepLabels: Record<string, number> = {};
      labels.forEach((label, step) => {
        if (label !== null) stepLabels[messages.length] = label;
        const isLast = step === steps - 1;
        // Every other middle step calls twice at once, and says nothing beside it.
        const calls = step % 2 === 0 ? [search("a", `q${q}`)] : [search("a", `q${q}`), search("b", "again")];
        messages.push(
          isLast
            ? { role: "assistant", content: `Answer ${s}` }
            : { role: "assistant", content: "", tool_calls: calls },
        );
        if (!isLast)
          for (const call of calls)
            messages.push({ role: "tool", name: "search", content: hits(`about ${q}`), tool_call_id: call.id });
      });
      const place = { data_source: "made_by_project", query_index: q, sample_index: s };
      trajectories.push(
        JSON.stringify({
          ...place,
          question: `Question ${q}?`,
          ground_truth: { target: [`Answer ${q}`] },
          answer_text: `Answer ${s}`,
          messages,
          tools: [{ type: "function", function: { name: "search", parameters: { type: "object" } } }],
          step_labels: {},
          final_label: correct ? 1 : -1,
        }),
      );
      judgeLines.push(
        JSON.stringify({
          ...place,
          annotator: "Made-Judge",
          step_labels: stepLabels,
          updated_at: "2026-02-05T04:38:12.808886+00:00",
        }),
      );
      const process = labels.includes(-1) ? "unreasonable" : labels.includes(null) ? "unjudged" : "reasonable";
      matrix[process][correct ? "correct" : "incorrect"] += 1;
      const count = (mode: FilterMode, isKept: boolean) => {
        if (!isKept) return;
        modes[mode][0] += 1;
        modes[mode][1] += steps;
      };
      count("none", true);
      count("outcome", correct);
      count("process", process === "reasonable");
      count("process-and-outcome", process === "reasonable" && correct);
    }
  return {
    trajectories: trajectories.join("\n"),
    judge: judgeLines.join("\n"),
    judgeName: "Made-Judge",
    modes,
    matrix,
  };
}
