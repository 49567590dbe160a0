import { describe, expect, it } from "vitest";
import { ImportCounts } from "@/domain/import";
import { nextUpload, type Upload, uploadRate } from "./upload-queue";

const upload = (id: number, part: Partial<Upload> = {}): Upload => ({
  id,
  name: `file-${id}`,
  size: 1_000,
  state: "waiting",
  sent: 0,
  startedAt: null,
  tries: 0,
  report: null,
  error: null,
  ...part,
});
const done = (id: number, startedAt: number, added: number) =>
  upload(id, {
    state: "done",
    tries: 1,
    startedAt,
    report: {
      id,
      fileName: "f",
      format: "x",
      status: "done",
      message: null,
      bytes: 1,
      totalBytes: 1,
      counts: ImportCounts.parse({ trajectories: { added } }),
      rejected: 0,
      startedAt: "2026-01-01T00:00:00Z",
      finishedAt: null,
    },
  });
const refused = (id: number, startedAt: number, tries = 1) => upload(id, { state: "refused", tries, startedAt });

describe("nextUpload", () => {
  it("sends one at a time, in order", () => {
    expect(nextUpload([done(1, 1, 1), upload(2), upload(3)])?.id).toBe(2);
    expect(nextUpload([upload(1, { state: "sending" }), upload(2)])).toBeNull();
  });

  it("tries a refused file once more after the others", () => {
    expect(nextUpload([refused(1, 10), done(2, 20, 5)])?.id).toBe(1);
    expect(nextUpload([refused(1, 10, 2), done(2, 20, 5)])).toBeNull();
  });

  it("does not try a file of no known format again", () => {
    const report = done(1, 10, 0).report;
    const unknown = upload(1, { ...refused(1, 10), report: report && { ...report, status: "refused", format: null } });
    expect(nextUpload([unknown, done(2, 20, 5)])).toBeNull();
  });

  it("does not try again where nothing new came in", () => {
    expect(nextUpload([refused(1, 10), done(2, 20, 0)])).toBeNull();
    expect(nextUpload([done(2, 5, 9), refused(1, 10)])).toBeNull();
  });
});

describe("uploadRate", () => {
  it("tells the rate and the time left", () => {
    expect(uploadRate(upload(1, { sent: 250, startedAt: 0 }), 1_000)).toEqual({ bytesPerSecond: 250, leftMs: 3_000 });
    expect(uploadRate(upload(1, { sent: 250, startedAt: 900 }), 1_000)).toBeNull();
  });
});
