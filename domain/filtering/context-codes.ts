/** Numbers for hashes of contexts, in the order in which they first occur: millions, in a few bytes each. */

const FREE = -1;

export class ContextCodes {
  /** Open addressing: at most half of the slots hold a code */
  private slots = new Int32Array(1024).fill(FREE);
  /** Of each code the two halves of its hash, the low one first */
  private halves = new Int32Array(1024);
  private size = 0;

  /** The code of a hash, given as its two halves as signed numbers of 32 bits. */
  codeOf(high: number, low: number): number {
    const slot = this.slotOf(high, low);
    const known = this.slots[slot] ?? FREE;
    if (known !== FREE) return known;
    const code = this.size;
    if (2 * code === this.halves.length) this.halves = grown(this.halves);
    this.halves[2 * code] = low;
    this.halves[2 * code + 1] = high;
    this.slots[slot] = code;
    this.size += 1;
    if (2 * this.size > this.slots.length) this.rehash();
    return code;
  }

  /** The hash of each code. */
  hashes(): BigInt64Array {
    const hashes = new BigInt64Array(this.size);
    for (let code = 0; code < this.size; code += 1)
      hashes[code] = (BigInt(this.halves[2 * code + 1] ?? 0) << 32n) | BigInt((this.halves[2 * code] ?? 0) >>> 0);
    return hashes;
  }

  private slotOf(high: number, low: number): number {
    const last = this.slots.length - 1;
    let slot = mixed(high, low) & last;
    for (;;) {
      const code = this.slots[slot] ?? FREE;
      if (code === FREE || (this.halves[2 * code] === low && this.halves[2 * code + 1] === high)) return slot;
      slot = (slot + 1) & last;
    }
  }

  private rehash(): void {
    this.slots = new Int32Array(2 * this.slots.length).fill(FREE);
    for (let code = 0; code < this.size; code += 1)
      this.slots[this.slotOf(this.halves[2 * code + 1] ?? 0, this.halves[2 * code] ?? 0)] = code;
  }
}

/** Hashes that differ in few bits must not lie side by side. */
function mixed(high: number, low: number): number {
  const both = Math.imul(high ^ Math.imul(low, 0x9e3779b1), 0x85ebca6b);
  return both ^ (both >>> 15);
}

function grown(column: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * column.length);
  larger.set(column);
  return larger;
}
