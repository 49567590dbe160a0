/** What an export would be, before it is asked for: the formats to choose from, and how many rows one would have. */
import type { Db } from "@/server/db";
import { typeName } from "./columns";
import { EXPORT_FORMATS } from "./formats/registry";
import { completeRequest, selectionOf } from "./prepare";
import { type AskedExport, type ExportFile, ExportFormatName, ExportRequest } from "./request";
import { openSnapshot } from "./snapshot";

export type FormatDescription = {
  name: ExportFormatName;
  title: string;
  /** What one row is */
  row: string;
  unit: readonly [one: string, many: string];
  files: readonly ExportFile[];
  columns: { name: string; type: string; says: string }[];
};

export function describeFormats(): FormatDescription[] {
  return ExportFormatName.options.map((name) => {
    const { title, row, unit, linesOnly, columns } = EXPORT_FORMATS[name];
    const files: ExportFile[] = linesOnly ? ["jsonl"] : ["jsonl", "parquet"];
    return { name, title, row, unit, files, columns: columns.map((one) => ({ ...one, type: typeName(one.type) })) };
  });
}

export type ExportPreview = {
  expectedRows: number;
  /** Why there is nothing to export, where there is not */
  whyEmpty: string | null;
};

/** Counts the rows that an export of the data as it is now would have. */
export async function previewExport(db: Db, given: AskedExport): Promise<ExportPreview> {
  const request = await completeRequest(db, ExportRequest.parse(given));
  const format = EXPORT_FORMATS[request.format];
  const snapshot = await openSnapshot(db, request);
  try {
    const source = { snapshot, request, selection: () => selectionOf(db, request) };
    const expectedRows = await format.expectedRows(source);
    return { expectedRows, whyEmpty: expectedRows === 0 ? (format.whenEmpty?.(request.mode) ?? null) : null };
  } finally {
    await snapshot.close();
  }
}
