/** Values that a JSON Schema describes, so that bad input gets past the outermost checks. */
import fc from "fast-check";

export type Schema = {
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  items?: Schema | boolean;
  prefixItems?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
  minItems?: number;
  format?: string;
  pattern?: string;
  $ref?: string;
  $defs?: Record<string, Schema>;
};

/** Nobody listens there. */
const CLOSED = "http://127.0.0.1:9/v1";
const WORDS = ["x", "a b", "four", CLOSED, "/trajectories?page=2", "search", "1.0", "2026-01-01T00:00:00Z"];
const UUIDS = ["7b1f0a52-3c1e-4a0e-9a53-0d9f1a6a0001", "00000000-0000-4000-8000-000000000000"];
const DEEPEST = 6;

/** Ids are small, so that some of them are rows. */
export function valueLike(schema: Schema, root: Schema = schema, depth = 0): fc.Arbitrary<unknown> {
  const inner = (part: Schema | boolean | undefined) =>
    typeof part === "object" ? valueLike(part, root, depth + 1) : fc.constant("x");
  if (schema.$ref !== undefined) {
    const target = schema.$ref === "#" ? root : root.$defs?.[schema.$ref.replace("#/$defs/", "")];
    return depth > DEEPEST || !target ? fc.constant(null) : valueLike(target, root, depth + 1);
  }
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice) return fc.oneof(...choice.map((part) => inner(part)));
  if (schema.allOf)
    return fc.tuple(...schema.allOf.map((part) => inner(part))).map((parts) => Object.assign({}, ...parts));
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case "object":
      return objectOf(schema, inner);
    case "array":
      if (schema.prefixItems) return fc.tuple(...schema.prefixItems.map(inner));
      return fc.array(inner(schema.items), { minLength: schema.minItems ?? 0, maxLength: (schema.minItems ?? 0) + 2 });
    case "string":
      return textOf(schema);
    case "integer": {
      const least = Math.max(schema.minimum ?? 0, (schema.exclusiveMinimum ?? -1) + 1);
      return fc.integer({ min: least, max: Math.min(schema.maximum ?? least + 12, least + 12) });
    }
    case "number":
      return fc.double({ min: schema.minimum ?? 0, max: schema.maximum ?? (schema.minimum ?? 0) + 10, noNaN: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    default:
      return fc.constantFrom<unknown>("x", 1, null, {}, []);
  }
}

function objectOf(schema: Schema, inner: (part: Schema | boolean | undefined) => fc.Arbitrary<unknown>) {
  const properties = Object.entries(schema.properties ?? {});
  const fixed = fc.record(Object.fromEntries(properties.map(([name, part]) => [name, inner(part)])), {
    requiredKeys: schema.required?.filter((name) => schema.properties && name in schema.properties) ?? [],
  });
  const { additionalProperties } = schema;
  if (typeof additionalProperties !== "object" || properties.length > 0) return fixed;
  return fc.dictionary(fc.constantFrom("a", "b"), inner(additionalProperties), { maxKeys: 2 });
}

function textOf({ format, pattern, minLength = 0 }: Schema): fc.Arbitrary<string> {
  if (format === "uuid") return fc.constantFrom(...UUIDS);
  if (format === "uri") return fc.constant(CLOSED);
  const words = pattern ? [...WORDS, "0".repeat(64), "0".repeat(16), "a_b"] : WORDS;
  const fitting = words.filter((word) => word.length >= minLength && (!pattern || new RegExp(pattern).test(word)));
  return fitting.length > 0 ? fc.constantFrom(...fitting) : fc.constant("x".repeat(minLength));
}
