/** Sends one file to the studio, telling how far it is, and reads the report that comes back. */
import { z } from "zod";
import { ImportReport } from "@/domain/import";

/** The report as JSON carries it: times as text. */
export const WireReport = ImportReport.extend({ startedAt: z.string(), finishedAt: z.string().nullable() });
export type WireReport = z.infer<typeof WireReport>;
const WireError = z.object({ error: z.string() });

/**
 * Posts the file's bytes as they are. XMLHttpRequest, because fetch does not tell how much of a body was sent.
 * Rejects with a sentence for the user; an abort rejects with an AbortError.
 */
export function uploadFile(file: File, onSent: (bytes: number) => void, signal: AbortSignal): Promise<WireReport> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/import?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.onload = () => {
      const answer = readAnswer(request.responseText);
      if (typeof answer === "string") reject(new Error(answer || `The studio answered with status ${request.status}.`));
      else resolve(answer);
    };
    request.onerror = () =>
      reject(new Error("The connection to the studio broke, or the file changed or moved while it was read."));
    request.onabort = () => reject(new DOMException("Cancelled", "AbortError"));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

function readAnswer(text: string): WireReport | string {
  try {
    const body: unknown = JSON.parse(text);
    const report = WireReport.safeParse(body);
    if (report.success) return report.data;
    const error = WireError.safeParse(body);
    return error.success ? error.data.error : "";
  } catch {
    return "";
  }
}
