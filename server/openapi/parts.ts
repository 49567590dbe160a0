/** Pieces that operations of the document share. */
import type { z } from "zod";
import { type Json, jsonSchema } from "./schemas";

export type Operation = {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  parameters?: Json[];
  requestBody?: Json;
  responses: Record<string, Json>;
};

export const json = (schema: Json) => ({ "application/json": { schema } });

export const REFUSED_AT_DOOR = {
  description: "The studio asks for its token (STUDIO_TOKEN).",
  content: { "text/plain": { schema: { type: "string" } } },
};

/** `{error}` with a sentence that says what to do. */
export const refused = (description: string) => ({
  description,
  content: json({ type: "object", properties: { error: { type: "string" } }, required: ["error"] }),
});

export const file = (description: string, ...types: string[]) => ({
  description,
  content: Object.fromEntries(types.map((type) => [type, { schema: { type: "string", format: "binary" } }])),
});

export function inQuery(name: string, schema: z.core.$ZodType, description: string): Json {
  const written = jsonSchema(schema);
  const repeats = written.type === "array" ? { style: "form", explode: true } : {};
  return { name, in: "query", required: false, description, schema: written, ...repeats };
}

export const inPath = (name: string, description: string): Json => ({
  ...{ name, in: "path", required: true, description },
  schema: { type: "integer", minimum: 1, maximum: 2_147_483_647 },
});
