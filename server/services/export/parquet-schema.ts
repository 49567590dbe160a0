/** Parquet's schema of an export's columns, and values as its writer takes them. Everything may be null. */
import type { SchemaElement } from "hyparquet-writer";
import { type Column, type ColumnType, typeName } from "./columns";

/** The schema as the flat list that Parquet's footer holds: each element before its children. */
export function parquetSchema(columns: readonly Column[]): SchemaElement[] {
  return [
    { name: "root", num_children: columns.length },
    ...columns.flatMap(({ name, type }) => elementsOf(name, type)),
  ];
}

function elementsOf(name: string, type: ColumnType): SchemaElement[] {
  const element = { name, repetition_type: "OPTIONAL" } as const;
  if (type === "string")
    return [{ ...element, type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } }];
  if (type === "integer") return [{ ...element, type: "INT64" }];
  if (type === "boolean") return [{ ...element, type: "BOOLEAN" }];
  if ("list" in type)
    return [
      { ...element, converted_type: "LIST", logical_type: { type: "LIST" }, num_children: 1 },
      { name: "list", repetition_type: "REPEATED", num_children: 1 },
      ...elementsOf("element", type.list),
    ];
  const children = Object.entries(type.fields);
  return [
    { ...element, num_children: children.length },
    ...children.flatMap(([child, childType]) => elementsOf(child, childType)),
  ];
}

/** A JSON value as the writer takes it: 64-bit integers are bigints. Throws for a value of another type. */
export function parquetValue(type: ColumnType, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (type === "integer" && Number.isSafeInteger(value)) return BigInt(Number(value));
  if (type === typeof value) return value;
  if (typeof type === "object" && typeof value === "object") {
    if ("fields" in type) return structOf(type.fields, new Map(Object.entries(value)));
    if (Array.isArray(value)) return value.map((item) => parquetValue(type.list, item));
  }
  throw new Error(`A value is no ${typeName(type)}: ${JSON.stringify(value).slice(0, 100)}`);
}

function structOf(types: Readonly<Record<string, ColumnType>>, values: ReadonlyMap<string, unknown>) {
  const struct: Record<string, unknown> = {};
  for (const name of Object.keys(types)) {
    const type = types[name];
    if (type !== undefined) struct[name] = parquetValue(type, values.get(name));
  }
  return struct;
}
