/** How the toy encyclopedia is played: a search tool called natively. */
import type { Message } from "@/domain/message";
import type { Protocol } from "./play";
import { type Hit, type SearchEngine, searchObservation } from "./search";

export const SEARCH_STEP_LIMIT = 5;

const SYSTEM_PROMPT = `You answer questions about the encyclopedia of a small republic. Use the search tool to find what you need; you may call it several times at once. When you know the answer, write it between <answer> and </answer>, as short as possible. You have at most ${SEARCH_STEP_LIMIT} steps.`;

export const SEARCH_TOOLS = [
  {
    type: "function",
    function: {
      name: "search",
      description: "Searches the encyclopedia and returns the three best passages.",
      parameters: {
        type: "object",
        properties: { query: { type: "string", description: "What to search for, in a few words" } },
        required: ["query"],
      },
    },
  },
];

export function encyclopediaPrompt(question: string): Message[] {
  return [
    { role: "system", content: SYSTEM_PROMPT },
    { role: "user", content: question },
  ];
}

/** Call ids are made from `trajectory`, so that no two in the sample are alike. */
export function searchProtocol(search: SearchEngine, trajectory: string): Protocol<Hit[]> {
  return {
    action(move, step) {
      if (move.kind === "answer") {
        const content = [move.thought, `<answer>${move.answer}</answer>`].filter((part) => part !== "").join("\n");
        return { role: "assistant", content };
      }
      if (move.kind === "stop") return { role: "assistant", content: move.thought };
      const calls = move.inputs.map((query, index) => ({
        id: `call-${trajectory}-${step + 1}-${index + 1}`,
        type: "function",
        function: { name: "search", arguments: JSON.stringify({ query }) },
      }));
      return { role: "assistant", content: move.thought, tool_calls: calls };
    },
    run: search,
    observation: (results, action) =>
      results.map((hits, index) => ({
        role: "tool",
        name: "search",
        tool_call_id: action.tool_calls?.[index]?.id ?? null,
        content: searchObservation(hits),
      })),
  };
}
