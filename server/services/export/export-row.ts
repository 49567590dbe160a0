/** The `export` table: what was asked for, how far it is, and exactly what came out. */
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import type { Prisma } from "@/generated/prisma/client";
import type { Db } from "@/server/db";
import { EXPORT_FORMATS } from "./formats/registry";
import { type ExportFormatName, ExportRequest, WrittenFormat } from "./request";

/** An export that has not been heard of for so long is not being written any more. */
const SILENCE_MS = 30_000;

export type ExportState = {
  id: number;
  format: ExportFormatName;
  /** What the format is called in a list */
  title: string;
  request: ExportRequest;
  /** `waiting`: prepared, and its download has not begun */
  status: "waiting" | "running" | "done" | "failed";
  message: string | null;
  fileName: string;
  expectedRows: number | null;
  rows: number;
  /** Of the file, before gzip */
  bytes: number;
  /** Of the file, before gzip; once it is complete */
  sha256: string | null;
  startedAt: string;
  heartbeatAt: string;
  finishedAt: string | null;
};

export async function createExport(db: Db, request: ExportRequest, name: string): Promise<number> {
  const row = await db.prisma.export.create({
    data: { format: request.format, request: asJson(request), status: "running", fileName: "" },
    select: { id: true },
  });
  const fileName = `${name}-${row.id}.${request.file}${request.gzip ? ".gz" : ""}`;
  await db.prisma.export.update({ where: { id: row.id }, data: { fileName } });
  return row.id;
}

/** Throws not-found for an id that is none. */
export async function getExport(db: Db, id: number): Promise<ExportState> {
  const row = await db.prisma.export.findUnique({ where: { id } });
  if (!row) throw new StudioError("not-found", `There is no export ${id}: start a new one from the compare page.`);
  return stateOf(row);
}

export async function listExports(db: Db, limit: number): Promise<ExportState[]> {
  const rows = await db.prisma.export.findMany({ orderBy: { id: "desc" }, take: limit });
  return rows.map(stateOf);
}

/** Begins the writing of a prepared export. Returns false where that has happened already. */
export async function claimExport(db: Db, id: number, expectedRows: number): Promise<boolean> {
  const { count } = await db.prisma.export.updateMany({
    where: { id, status: "running", expectedRows: null },
    data: { expectedRows, startedAt: new Date(), heartbeatAt: new Date() },
  });
  return count === 1;
}

/** Says that a prepared export is being opened; one that is being written says so itself. */
export async function keepWaiting(db: Db, id: number): Promise<void> {
  await db.prisma.export.updateMany({
    where: { id, status: "running", expectedRows: null },
    data: { heartbeatAt: new Date() },
  });
}

type Progress = { rows: number; bytes: number };

export async function reportProgress(db: Db, id: number, { rows, bytes }: Progress): Promise<void> {
  await db.prisma.export.updateMany({
    where: { id, status: "running" },
    data: { rows, bytes, heartbeatAt: new Date() },
  });
}

export async function finishExport(db: Db, id: number, { rows, bytes }: Progress, sha256: string): Promise<void> {
  const now = new Date();
  await db.prisma.export.update({
    where: { id },
    data: { status: "done", rows, bytes, sha256, heartbeatAt: now, finishedAt: now },
  });
}

export async function failExport(db: Db, id: number, { rows, bytes }: Progress, message: string): Promise<void> {
  await db.prisma.export.updateMany({
    where: { id, status: "running" },
    data: { status: "failed", message, rows, bytes, finishedAt: new Date() },
  });
}

type Row = Prisma.ExportGetPayload<object>;

function stateOf(row: Row): ExportState {
  const isSilent = Date.now() - row.heartbeatAt.getTime() > SILENCE_MS;
  const format = WrittenFormat.parse(row.format);
  const lost = row.status === "running" && isSilent;
  return {
    id: row.id,
    format,
    title: EXPORT_FORMATS[format].title,
    request: ExportRequest.parse(row.request),
    status: lost ? "failed" : row.status === "running" && row.expectedRows === null ? "waiting" : asStatus(row.status),
    message: lost ? silenceMessage(row.expectedRows === null) : row.message,
    fileName: row.fileName,
    expectedRows: row.expectedRows,
    rows: row.rows,
    bytes: Number(row.bytes),
    sha256: row.sha256,
    startedAt: row.startedAt.toISOString(),
    heartbeatAt: row.heartbeatAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

function silenceMessage(neverBegan: boolean): string {
  return neverBegan ? "The download never began." : "The studio stopped while it wrote this export. Start it again.";
}

const asStatus = (status: string) => z.enum(["running", "done", "failed"]).parse(status);
const asJson = (value: unknown) => value as Prisma.InputJsonObject;
