"use client";
/** The files of this tab: how far each is, then what became of it. */
import { useEffect, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { formatBytes, formatDuration } from "@/domain/format";
import { CountsTable, Rejects } from "./report";
import { type Upload, uploadRate } from "./upload-queue";
import { cancelUpload, clearFinished, retryUpload, useUploads } from "./uploads";

const WORDS: Record<Upload["state"], string> = {
  waiting: "waiting",
  sending: "importing",
  done: "done",
  refused: "refused",
  failed: "failed",
  cancelled: "cancelled",
};
const TONES = {
  waiting: "plain",
  sending: "accent",
  done: "success",
  refused: "warning",
  failed: "danger",
  cancelled: "plain",
} as const;

export function UploadList() {
  const uploads = useUploads();
  const isBusy = uploads.some((upload) => upload.state === "sending" || upload.state === "waiting");
  useEffect(() => {
    if (!isBusy) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isBusy]);
  if (uploads.length === 0) return null;
  return (
    <section aria-labelledby="uploads" className="rounded-lg border border-line bg-panel">
      <div className="flex items-center justify-between border-line border-b px-4 py-2">
        <h2 id="uploads" className="font-semibold">
          Your files
        </h2>
        {uploads.some((upload) => upload.state !== "sending" && upload.state !== "waiting") && (
          <Button size="sm" variant="ghost" onClick={clearFinished}>
            Clear finished
          </Button>
        )}
      </div>
      <ul aria-live="polite" aria-label="Your files">
        {uploads.map((upload) => (
          <li key={upload.id} className="border-line border-b px-4 py-3 last:border-b-0">
            <div className="flex flex-wrap items-center gap-2">
              <span className="min-w-0 break-all font-medium">{upload.name}</span>
              <Badge tone={TONES[upload.state]}>{WORDS[upload.state]}</Badge>
              {upload.report?.format && <span className="text-muted">{upload.report.format}</span>}
              <span className="ml-auto text-muted text-xs tabular-nums">{formatBytes(upload.size)}</span>
            </div>
            <UploadBody upload={upload} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function UploadBody({ upload }: { upload: Upload }) {
  if (upload.state === "waiting" || upload.state === "sending")
    return (
      <div className="mt-2 flex items-center gap-3">
        <div className="min-w-0 flex-1">
          {upload.state === "sending" ? <Sending upload={upload} /> : <p className="text-muted">Its turn comes.</p>}
        </div>
        <Button size="sm" onClick={() => cancelUpload(upload.id)}>
          Cancel
        </Button>
      </div>
    );
  const { report } = upload;
  const problem = upload.error ?? (report?.status === "done" ? null : report?.message);
  return (
    <div className="mt-2">
      {problem && <p className="break-words text-ink">{problem}</p>}
      {upload.state === "refused" && upload.tries > 1 && (
        <p className="text-muted">It was tried again after the other files, with the same result.</p>
      )}
      {report?.status === "done" && (
        <>
          <CountsTable counts={report.counts} label={`What ${upload.name} brought in`} />
          {report.message && <p className="mt-2 text-muted">{report.message}</p>}
        </>
      )}
      {report && <Rejects importId={report.id} rejected={report.rejected} />}
      {upload.state !== "done" && (
        <Button size="sm" className="mt-2" onClick={() => retryUpload(upload.id)}>
          Try again
        </Button>
      )}
    </div>
  );
}

function Sending({ upload }: { upload: Upload }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const rate = uploadRate(upload, now);
  const isSent = upload.sent >= upload.size;
  return (
    <>
      <Progress
        label={`Sending ${upload.name}`}
        value={isSent || upload.size === 0 ? null : upload.sent / upload.size}
      />
      <p className="mt-1 text-muted text-xs tabular-nums">
        {isSent
          ? "Sent; loading the last of it into the database"
          : `${formatBytes(upload.sent)} of ${formatBytes(upload.size)}`}
        {rate && !isSent && ` · ${formatBytes(rate.bytesPerSecond)}/s · ${formatDuration(rate.leftMs)} left`}
      </p>
    </>
  );
}
