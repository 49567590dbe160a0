/** The file that a command writes: it gets its name once it is complete, so that no name ever holds half of it. */
import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { StudioError } from "@/domain/errors";

export type OutFile = {
  path: string;
  /** A device or a pipe: written as it stands, because a file of its name would take its place. */
  isInPlace: boolean;
};

/** Looks at a path before any work is done for it. Throws invalid with what is wrong with it. */
export async function findOutFile(out: string): Promise<OutFile> {
  if (out === "") throw new StudioError("invalid", "the path to write to is empty");
  const there = await stat(out).catch(() => null);
  if (there?.isDirectory()) throw new StudioError("invalid", `${out} is a directory: name a file in it`);
  // A link stays one, and what it points to is what gets written.
  if (there) return { path: await realpath(out), isInPlace: !there.isFile() };
  const folder = dirname(out);
  if (!(await stat(folder).catch(() => null))?.isDirectory())
    throw new StudioError("invalid", `cannot write ${out}: there is no folder ${folder}, make it first`);
  return { path: out, isInPlace: false };
}

/** The folder that `out` is, made where its name ends in a slash; null where it is a file's name. */
export async function findOutFolder(out: string): Promise<string | null> {
  const isThere = (await stat(out).catch(() => null))?.isDirectory() ?? false;
  if (!isThere && !/[\\/]$/.test(out)) return null;
  await mkdir(out, { recursive: true }).catch((error: Error) => {
    throw new StudioError("invalid", `cannot make the folder ${out}: ${error.message}`);
  });
  return out;
}

/** Writes all chunks, or nothing that has the file's name. */
export async function writeOutFile(file: OutFile, chunks: AsyncIterable<Uint8Array>, signal?: AbortSignal) {
  if (file.isInPlace) return pipeline(chunks, createWriteStream(file.path), { signal });
  const partial = join(dirname(file.path), `.${basename(file.path)}.${randomBytes(4).toString("hex")}.part`);
  try {
    await pipeline(chunks, createWriteStream(partial, { flags: "wx", flush: true }), { signal });
    await rename(partial, file.path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/**
 * Does the work that writes `file`. Ctrl-C aborts its signal, so that nothing half-written is left. Throws precondition
 * then, and invalid with what is wrong where the file cannot be written.
 */
export async function whileWriting<T>(file: OutFile, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  try {
    return await work(interrupted.signal);
  } catch (error) {
    if (interrupted.signal.aborted) throw new StudioError("precondition", `interrupted; ${file.path} was not written`);
    if (isFileError(error)) throw new StudioError("invalid", `cannot write ${file.path}: ${error.message}`);
    throw error;
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && "syscall" in error && ("path" in error || error.syscall === "write");
