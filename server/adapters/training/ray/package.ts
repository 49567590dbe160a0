/** A job's files as one zip, the same bytes for the same files, on disk rather than in memory. */
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { StudioError } from "@/domain/errors";
import { formatBytes } from "@/domain/format";
import type { JobSpec } from "../engine";
import type { RayClient } from "./client";

/** The dashboard takes bodies of 100 MiB. */
const LIMIT_BYTES = 100 * 1024 * 1024 - 64 * 1024;
const UPLOAD_SILENCE_MS = 120_000;
/** Zip files keep times: one for all, so that equal files make equal bytes. */
const TIME = new Date(Date.UTC(2000, 0, 1, 12));

export type Package = { file: string; bytes: number; hash: string; remove: () => Promise<void> };

/** Throws StudioError `invalid` where it is larger than Ray takes. */
export async function makePackage(files: JobSpec["files"]): Promise<Package> {
  const folder = await mkdtemp(path.join(tmpdir(), "swirl-job-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  const file = path.join(folder, "job.zip");
  const hash = createHash("sha256");
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      hash.update(chunk);
      done(bytes > LIMIT_BYTES ? tooLarge(bytes) : null, chunk);
    },
  });
  try {
    const zip = new ZipFile();
    const written = pipeline(Readable.from(zip.outputStream), measure, createWriteStream(file));
    const broken = new Promise<never>((_, reject) => zip.on("error", reject));
    await Promise.race([Promise.all([fill(zip, files), written]), broken]);
  } catch (error) {
    await remove();
    throw error;
  }
  return { file, bytes, hash: hash.digest("hex").slice(0, 32), remove };
}

async function fill(zip: ZipFile, files: JobSpec["files"]): Promise<void> {
  for (const [name, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const options = { mtime: TIME, mode: 0o100644, forceDosTimestamp: true, compress: !name.endsWith(".gz") };
    if (typeof content === "string") zip.addBuffer(Buffer.from(content, "utf8"), name, options);
    else if (Buffer.isBuffer(content)) zip.addBuffer(content, name, options);
    else {
      const { size } = await stat(content.file);
      if (size > LIMIT_BYTES && name.endsWith(".gz")) throw tooLarge(size);
      zip.addReadStreamLazy(name, { ...options, size }, (done) => done(null, createReadStream(content.file)));
    }
  }
  zip.end();
}

const tooLarge = (bytes: number) =>
  new StudioError(
    "invalid",
    `The job's package comes to ${formatBytes(bytes)} and more, and Ray takes ${formatBytes(LIMIT_BYTES)}. Give the engine a folder that the studio and the cluster share (Settings, Training engines): the data is then written there instead.`,
  );

/** Brings the package there unless Ray has it, and answers with its address for a job. */
export async function uploadPackage(client: RayClient, { file, bytes, hash }: Package): Promise<string> {
  const name = `_ray_pkg_${hash}.zip`;
  const path = `/api/packages/gcs/${name}`;
  const uri = `gcs://${name}`;
  // Asking also keeps Ray from clearing it away before the job begins.
  if ((await client.ask({ path })).status === 200) return uri;
  const body = { type: "application/octet-stream", length: bytes, open: () => createReadStream(file) };
  await client.read({ method: "PUT", path, body, timeoutMs: UPLOAD_SILENCE_MS });
  return uri;
}
