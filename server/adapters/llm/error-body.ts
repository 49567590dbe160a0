/** What servers say went wrong, in the shapes they say it: OpenAI, vLLM, SGLang, llama.cpp, Ollama, FastAPI. */
import { z } from "zod";

export type ServerError = { message: string | null; type: string | null; code: string | null; status: number | null };

const Text = z.string().nullish().catch(null);
const Code = z.union([z.string(), z.number()]).nullish().catch(null);
const Said = z.looseObject({ message: Text, type: Text, code: Code });
const Shapes = z.union([
  /** OpenAI, vLLM, llama.cpp */
  z.looseObject({ error: Said }).transform(({ error }) => error),
  /** Ollama, text-generation-inference */
  z.looseObject({ error: z.string() }).transform(({ error }): z.infer<typeof Said> => ({ message: error })),
  /** SGLang, older vLLM */
  Said.extend({ object: z.literal("error") }),
]);

/** Where an error response says it otherwise: FastAPI's `detail`, a bare message */
const Elsewhere = z.looseObject({ detail: z.unknown().optional(), message: Text }).transform(({ detail, message }) => {
  return detail === undefined || detail === null ? (message ?? null) : inWords(detail);
});

/** The error in a parsed body, or null where it holds none. */
export function errorIn(body: unknown): ServerError | null {
  // Nearly every body holds none, and finding that out by failing to parse is slow. Servers that always write the field
  // write null into it when all is well.
  if (typeof body !== "object" || body === null || !("error" in body || ("object" in body && body.object === "error")))
    return null;
  const { data } = Shapes.safeParse(body);
  if (!data) return null;
  const code = data.code ?? null;
  const status = typeof code === "number" && code >= 400 && code <= 599 ? code : null;
  return { message: data.message ?? null, type: data.type ?? null, code: code === null ? null : String(code), status };
}

/** The error in the body of a response whose status says that there is one. */
export function errorInText(text: string): ServerError {
  const nothing = { message: null, type: null, code: null, status: null };
  try {
    const body: unknown = JSON.parse(text);
    return errorIn(body) ?? { ...nothing, message: Elsewhere.safeParse(body).data ?? null };
  } catch {
    const isPage = /^\s*</.test(text);
    return { ...nothing, message: isPage || text.trim() === "" ? null : text };
  }
}

function inWords(detail: unknown): string {
  const listed = z.array(z.looseObject({ msg: z.string(), loc: z.array(z.unknown()).nullish() })).safeParse(detail);
  if (listed.success) return listed.data.map(({ msg, loc }) => `${(loc ?? []).join(".")}: ${msg}`).join("; ");
  return typeof detail === "string" ? detail : JSON.stringify(detail);
}
