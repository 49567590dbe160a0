/** Parquet's schema of an export's columns, and values as its writer takes them. Everything may be null. */
import type { SchemaElement } from "hyparquet-writer";
import { z } from "zod";
import type { Column, ColumnType } from "./columns";

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

const Items = z.array(z.unknown());
const Fields = z.record(z.string(), z.unknown());

/** A JSON value as the writer takes it: 64-bit integers are bigints. Throws for a value of another type. */
export function parquetValue(type: ColumnType, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (type === "string") return z.string().parse(value);
  if (type === "boolean") return z.boolean().parse(value);
  if (type === "integer") return BigInt(z.int().parse(value));
  if ("list" in type) return Items.parse(value).map((item) => parquetValue(type.list, item));
  const fields = Fields.parse(value);
  return Object.fromEntries(Object.entries(type.fields).map(([name, of]) => [name, parquetValue(of, fields[name])]));
}
