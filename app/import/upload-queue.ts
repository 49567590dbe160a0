/** The order of uploads: one after another, and those refused for want of another file once more at the end. */
import type { WireReport } from "./upload-file";

export type Upload = {
  id: number;
  name: string;
  size: number;
  state: "waiting" | "sending" | "done" | "refused" | "failed" | "cancelled";
  sent: number;
  startedAt: number | null;
  /** How often it was sent */
  tries: number;
  report: WireReport | null;
  /** Why it failed, where there is no report that says so */
  error: string | null;
};

/**
 * The upload to send now, or null where none is left. A refused file is tried a second time once all others are
 * through and something was added after its refusal: its trajectories may have been among them.
 */
export function nextUpload(uploads: readonly Upload[]): Upload | null {
  if (uploads.some((upload) => upload.state === "sending")) return null;
  const waiting = uploads.find((upload) => upload.state === "waiting");
  if (waiting) return waiting;
  return (
    uploads.find(
      (upload) =>
        upload.state === "refused" &&
        // What no format knows stays unknown.
        upload.report?.format !== null &&
        upload.tries === 1 &&
        uploads.some((other) => other.state === "done" && cameLater(other, upload)),
    ) ?? null
  );
}

function cameLater(other: Upload, refused: Upload): boolean {
  const added = Object.values(other.report?.counts ?? {}).some((tally) => tally.added > 0);
  return added && (other.startedAt ?? 0) > (refused.startedAt ?? 0);
}

/** Bytes a second since the upload began, and the milliseconds left at that rate; null before there is a rate. */
export function uploadRate(upload: Upload, now: number): { bytesPerSecond: number; leftMs: number } | null {
  const elapsed = upload.startedAt === null ? 0 : now - upload.startedAt;
  if (elapsed < 500 || upload.sent === 0) return null;
  const bytesPerSecond = (upload.sent / elapsed) * 1000;
  return { bytesPerSecond, leftMs: ((upload.size - upload.sent) / bytesPerSecond) * 1000 };
}
