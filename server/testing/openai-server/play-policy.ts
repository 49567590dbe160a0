/** A policy that thinks, calls the tool it is given, and answers with what came back; now and then it errs. */
import { type Message, messageText } from "@/domain/message";
import { type CompletionRequest, hash, type ScriptedReply } from "./wire";

type Move = { thought: string } & ({ input: string } | { answer: string });
type Tool = { name: string; argument: string; isSearch: boolean } | null;

export function playPolicy(request: CompletionRequest): ScriptedReply {
  const { messages, seed } = request;
  const at = messages.findIndex(({ role }) => role === "user");
  const question = messageText(messages[at] ?? { role: "user", content: "" });
  const past = messages.slice(at + 1);
  const step = past.filter(({ role }) => role === "assistant").length;
  const luck = hash(`${seed ?? 0}\n${question}`);
  const tool = request.tools?.length ? nativeTool(request.tools) : taggedTool(messages[0]);
  const move = tool?.isSearch ? lookUp(question, past, step) : calculate(question, past, step, luck);
  if (!("input" in move) || tool === null) {
    const answer = "answer" in move ? move.answer : String(luck % 100);
    return { content: `${move.thought}\n<answer>${answer}</answer>` };
  }
  if (request.tools?.length)
    return { content: move.thought, toolCalls: [{ name: tool.name, arguments: { [tool.argument]: move.input } }] };
  return { content: `${move.thought}\n<${tool.name}>${move.input}</${tool.name}>` };
}

function nativeTool(tools: NonNullable<CompletionRequest["tools"]>): Tool {
  const named = tools.flatMap((tool) => (tool.function ? [tool.function] : []));
  const found = named.find(({ name }) => /calc|math/i.test(name)) ?? named[0];
  if (!found) return null;
  const parameters = found.parameters as { properties?: Record<string, unknown> } | undefined;
  const argument = Object.keys(parameters?.properties ?? {})[0] ?? "input";
  return { name: found.name, argument, isSearch: /search|retriev/i.test(found.name) };
}

function taggedTool(system: Message | undefined): Tool {
  const prompt = system ? messageText(system) : "";
  if (prompt.includes("<math_exp>")) return { name: "math_exp", argument: "", isSearch: false };
  return prompt.includes("<search_query>") ? { name: "search_query", argument: "", isSearch: true } : null;
}

const STUMBLE = "2 plus two";

/** Adds up the question's numbers, one call a number; an expression in it is handed over as it stands. */
function calculate(question: string, past: readonly Message[], step: number, luck: number): Move {
  const expression = /\d+(?:\.\d+)?(?:\s*[-+*/()]+\s*\d+(?:\.\d+)?)+/.exec(question)?.[0];
  const numbers = expression ? [] : (question.match(/\d+(?:\.\d+)?/g) ?? []).slice(0, 1 + (luck % 4));
  const known = lastNumber(past);
  // One in eleven begins with what the calculator cannot read, and does better after its error.
  if (step === 0 && luck % 11 === 0) return { thought: "I try to write the sum down.", input: STUMBLE };
  // Seeds differ from step to step: what was begun is read from what was said.
  const [first] = past.filter(({ role }) => role === "assistant");
  const turn = first && JSON.stringify(first).includes(STUMBLE) ? step - 1 : step;
  if (expression && turn === 0) return { thought: "The question holds an expression.", input: expression };
  const next = numbers[turn + 1];
  if (next !== undefined)
    return { thought: `Next comes ${next}.`, input: `${turn === 0 ? numbers[0] : (known ?? numbers[turn])} + ${next}` };
  const result = known ?? Number(numbers[0] ?? luck % 100);
  return { thought: "Now I know it.", answer: String(luck % 7 === 0 ? result + 1 : result) };
}

/** Searches for the question's names, then answers with the first words found. */
function lookUp(question: string, past: readonly Message[], step: number): Move {
  const names = question.match(/\p{Lu}[\p{L}\p{N}]+/gu)?.slice(1) ?? [];
  if (step === 0) return { thought: "I look for the names in it.", input: names.join(" ") || question };
  const found = messageText(past.at(-1) ?? { role: "user", content: "" });
  return {
    thought: "That says it.",
    answer: found.match(/\p{Lu}[\p{L}\p{N}]+(?: \p{Lu}[\p{L}\p{N}]+)*/u)?.[0] ?? "unknown",
  };
}

function lastNumber(past: readonly Message[]): number | null {
  const last = past.at(-1);
  const found = last && last.role !== "assistant" ? messageText(last).match(/-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/g) : null;
  const number = Number(found?.at(-1));
  return found && Number.isFinite(number) ? number : null;
}
