/** Recognises, in the words of each server, that a request was too long for the model. */
import type { ServerError } from "./error-body";

const CODES =
  /^(context_length_exceeded|exceed_context_size_error|context_window_exceeded|model_context_window_exceeded)$/;
const WORDS = [
  // OpenAI, vLLM: "This model's maximum context length is 8192 tokens. However, you requested …"
  /maximum (context|model|prompt) length/i,
  // vLLM since 0.16: "You passed 1015 input tokens … the model's context length is only 1024 tokens"
  /context length is only/i,
  // SGLang: "The input (9000 tokens) is longer than the model's context length (8192 tokens)."; Ollama: "exceeds the
  // context length"
  /(longer than|exceed(s|ed)?) the (model's )?(maximum |max )?(allowed )?(context|input) (length|window|size)/i,
  /exceeds the maximum allowed (input )?length/i,
  // llama.cpp: "request (9412 tokens) exceeds the available context size (8192 tokens), try increasing it"
  /exceeds the available context size/i,
  // vLLM: "The decoder prompt (length 9000) is longer than the maximum model length of 8192."; Ollama: "prompt too
  // long; exceeded max context length by 12 tokens"; Anthropic's: "prompt is too long: 210000 tokens > 200000 maximum"
  /exceeded max context length/i,
  /prompt is too long/i,
  /exceeds? (your|the|this model's) context window/i,
];

export function isContextOverflow({ message, type, code }: ServerError): boolean {
  if (CODES.test(code ?? "") || CODES.test(type ?? "")) return true;
  return message !== null && WORDS.some((words) => words.test(message));
}
