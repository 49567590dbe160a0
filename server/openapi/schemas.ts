/** The zod schemas of the studio as JSON Schemas that a document can refer to. */
import { z } from "zod";

export type Json = { [key: string]: unknown };

/** Collects schemas; each is written once, however often it is used, and wherever another holds it. */
export class Schemas {
  private readonly registry = z.registry<{ id: string }>();
  private readonly names = new Map<z.core.$ZodType, string>();

  /** Answers how to refer to it. A schema that is there already keeps its first name. */
  add(name: string, schema: z.core.$ZodType): Json {
    const known = this.names.get(schema);
    if (known === undefined) {
      this.names.set(schema, name);
      this.registry.add(schema, { id: name });
    }
    return { $ref: reference(known ?? name) };
  }

  /** All of them by name, as they may be sent. What JSON Schema cannot say (refinements, transformations) is left out. */
  asJson(): Record<string, Json> {
    const { schemas } = z.toJSONSchema(this.registry, { io: "input", unrepresentable: "any", uri: reference });
    const { __shared: shared, ...named } = schemas as Record<string, Json>;
    const all = { ...named, ...ownNames(shared?.$defs) };
    // zod refers to what holds itself in a place of its own.
    const text = JSON.stringify(all).replaceAll(`${reference("__shared")}#/$defs/`, reference(OWN_NAME));
    return Object.fromEntries(
      Object.entries(z.record(z.string(), z.record(z.string(), z.unknown())).parse(JSON.parse(text))).map(
        ([name, schema]) => [name, withoutHead(schema)],
      ),
    );
  }
}

const OWN_NAME = "shared.";
const ownNames = (definitions: unknown = {}): Json =>
  Object.fromEntries(Object.entries(definitions as Json).map(([name, schema]) => [`${OWN_NAME}${name}`, schema]));

const reference = (name: string) => `#/components/schemas/${name}`;

/** A schema in its place, as it may be sent. */
export const jsonSchema = (schema: z.core.$ZodType): Json =>
  withoutHead(z.toJSONSchema(schema, { io: "input", unrepresentable: "any", override: datesAsText }));

/** As JSON writes it. */
function datesAsText({ zodSchema, jsonSchema: schema }: { zodSchema: z.core.$ZodType; jsonSchema: Json }): void {
  if (zodSchema._zod.def.type === "date") Object.assign(schema, { type: "string", format: "date-time" });
}

/** Which dialect it is in and what its address is, the document says for all of them. */
function withoutHead(schema: Json): Json {
  const { $schema: _, $id: __, ...rest } = schema;
  return rest;
}

/** What may stand in an address: one that is left out has its default, so neither null nor the default is written. */
export function bare(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodNullable || schema instanceof z.ZodPrefault)
    return bare(schema.unwrap());
  return schema;
}
