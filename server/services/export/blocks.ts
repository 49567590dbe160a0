/** Bytes in blocks: what is written to the reader, and a growing prefix that is written again and again. */
import { randomBytes } from "node:crypto";
import { closeSync, openSync, readSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const BLOCK = 256 * 1024;

/** Gathers small pieces into blocks of one size. A block is given away whole and never written to again. */
export class BlockWriter {
  private block = Buffer.allocUnsafeSlow(BLOCK);
  private used = 0;

  /** Adds the pieces; yields each block they fill, so that the writer can wait for its reader in between. */
  *write(pieces: Iterable<Buffer>): Generator<Buffer> {
    for (const piece of pieces) {
      let from = 0;
      while (from < piece.length) {
        const copied = piece.copy(this.block, this.used, from);
        this.used += copied;
        from += copied;
        if (this.used === BLOCK) yield this.take();
      }
    }
  }

  /** What has been gathered since the last full block, as one block that may be empty. */
  take(): Buffer {
    const taken = this.block.subarray(0, this.used);
    this.block = Buffer.allocUnsafeSlow(BLOCK);
    this.used = 0;
    return taken;
  }
}

/** So much of a growing text is kept in memory; what exceeds it goes to a file. */
const KEPT_BLOCKS = 128;

/** Bytes that only grow, until they are cleared; growing copies nothing that is already there. */
export class GrowingBytes {
  private readonly blocks: Buffer[] = [Buffer.allocUnsafeSlow(BLOCK)];
  /** The block being filled once those kept are full */
  private tail = Buffer.alloc(0);
  private file: number | null = null;
  private scratch = Buffer.alloc(0);
  length = 0;

  /** Forgets the bytes, and most of the room they took. */
  clear(): void {
    this.blocks.length = 1;
    this.length = 0;
    this.close();
  }

  /** Gives back the file, if there is one. */
  close(): void {
    if (this.file !== null) closeSync(this.file);
    this.file = null;
    this.tail = this.scratch = Buffer.alloc(0);
  }

  append(piece: Buffer): void {
    let from = 0;
    while (from < piece.length) {
      const block = this.blockAt(Math.floor(this.length / BLOCK));
      const copied = piece.copy(block, this.length % BLOCK, from);
      from += copied;
      this.length += copied;
      if (block === this.tail && this.length % BLOCK === 0) this.writeTail();
    }
  }

  /** All bytes in order. Each piece is valid until the next one is asked for. */
  *pieces(): Generator<Buffer> {
    for (let start = 0; start < this.length; start += BLOCK) {
      const length = Math.min(BLOCK, this.length - start);
      const index = start / BLOCK;
      if (index < KEPT_BLOCKS) yield this.blockAt(index).subarray(0, length);
      else yield length === BLOCK ? this.readBlock(index) : this.tail.subarray(0, length);
    }
  }

  private blockAt(index: number): Buffer {
    const block = this.blocks[index];
    if (block) return block;
    if (index < KEPT_BLOCKS) {
      const added = Buffer.allocUnsafeSlow(BLOCK);
      this.blocks.push(added);
      return added;
    }
    if (this.tail.length === 0) this.tail = Buffer.allocUnsafeSlow(BLOCK);
    return this.tail;
  }

  private writeTail(): void {
    this.file ??= openNamelessFile();
    const index = this.length / BLOCK - 1;
    let written = 0;
    while (written < BLOCK)
      written += writeSync(this.file, this.tail, written, BLOCK - written, (index - KEPT_BLOCKS) * BLOCK + written);
  }

  private readBlock(index: number): Buffer {
    if (this.file === null) throw new Error("A context's file is gone.");
    if (this.scratch.length === 0) this.scratch = Buffer.allocUnsafeSlow(BLOCK);
    let read = 0;
    while (read < BLOCK) {
      const count = readSync(this.file, this.scratch, read, BLOCK - read, (index - KEPT_BLOCKS) * BLOCK + read);
      if (count === 0) throw new Error("A context's file was cut short.");
      read += count;
    }
    return this.scratch;
  }
}

/** A file that is gone as soon as it is closed, however the process ends. */
function openNamelessFile(): number {
  const name = path.join(tmpdir(), `swirl-export-${process.pid}-${randomBytes(6).toString("hex")}`);
  const file = openSync(name, "wx+", 0o600);
  unlinkSync(name);
  return file;
}
