/** Bytes in blocks: what is written to the reader, and a growing prefix that is written again and again. */

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

/** Bytes that only grow, until they are cleared; growing copies nothing that is already there. */
export class GrowingBytes {
  private readonly blocks: Buffer[] = [];
  length = 0;

  clear(): void {
    // One block is kept: most contexts fit into it, and a very long one must not stay in memory.
    this.blocks.length = Math.min(this.blocks.length, 1);
    this.length = 0;
  }

  append(piece: Buffer): void {
    let from = 0;
    while (from < piece.length) {
      const index = Math.floor(this.length / BLOCK);
      let block = this.blocks[index];
      if (!block) {
        block = Buffer.allocUnsafeSlow(BLOCK);
        this.blocks.push(block);
      }
      const copied = piece.copy(block, this.length % BLOCK, from);
      from += copied;
      this.length += copied;
    }
  }

  *pieces(): Generator<Buffer> {
    for (let start = 0; start < this.length; start += BLOCK) {
      const block = this.blocks[start / BLOCK];
      if (block) yield block.subarray(0, Math.min(BLOCK, this.length - start));
    }
  }
}
