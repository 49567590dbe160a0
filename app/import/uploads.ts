/** The tab's uploads. They live outside the page, so that it can be left and found again while files are sent. */
import { useSyncExternalStore } from "react";
import { uploadFile } from "./upload-file";
import { nextUpload, type Upload } from "./upload-queue";

const NONE: readonly Upload[] = [];
let uploads: readonly Upload[] = NONE;
let lastId = 0;
const files = new Map<number, File>();
const aborts = new Map<number, AbortController>();
const listeners = new Set<() => void>();

function set(next: readonly Upload[]): void {
  uploads = next;
  for (const listener of listeners) listener();
}

function change(id: number, part: Partial<Upload>): void {
  set(uploads.map((upload) => (upload.id === id ? { ...upload, ...part } : upload)));
}

/** Puts files in the queue; the first starts at once. */
export function addFiles(added: Iterable<File>): void {
  const fresh = Array.from(added, (file): Upload => {
    lastId += 1;
    files.set(lastId, file);
    return {
      id: lastId,
      name: file.name,
      size: file.size,
      state: "waiting",
      sent: 0,
      startedAt: null,
      tries: 0,
      report: null,
      error: null,
    };
  });
  set([...uploads, ...fresh]);
  void sendNext();
}

async function sendNext(): Promise<void> {
  const upload = nextUpload(uploads);
  const file = upload && files.get(upload.id);
  if (!upload || !file) return;
  const { id } = upload;
  const abort = new AbortController();
  aborts.set(id, abort);
  change(id, { state: "sending", sent: 0, startedAt: Date.now(), tries: upload.tries + 1, report: null, error: null });
  try {
    const report = await uploadFile(file, (sent) => change(id, { sent }), abort.signal);
    change(id, { state: report.status === "running" ? "failed" : report.status, report, sent: file.size });
  } catch (error) {
    const isCancelled = error instanceof DOMException && error.name === "AbortError";
    change(id, {
      state: isCancelled ? "cancelled" : "failed",
      error: isCancelled
        ? "Cancelled. Nothing of it was kept."
        : error instanceof Error
          ? error.message
          : String(error),
    });
  } finally {
    aborts.delete(id);
  }
  await sendNext();
}

export function cancelUpload(id: number): void {
  const abort = aborts.get(id);
  if (abort) abort.abort();
  else change(id, { state: "cancelled", error: "Not sent." });
}

export function retryUpload(id: number): void {
  change(id, { state: "waiting", tries: 0, error: null, report: null });
  void sendNext();
}

/** Takes what is finished off the list. */
export function clearFinished(): void {
  const left = uploads.filter((upload) => upload.state === "waiting" || upload.state === "sending");
  for (const id of files.keys()) if (!left.some((upload) => upload.id === id)) files.delete(id);
  set(left);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(
    subscribe,
    () => uploads,
    () => NONE,
  );
}
