/** Cuts text that comes in pieces into whole lines, leaving out the first ones. */
export class LineSplitter {
  #skip: number;
  #partial: string[] = [];

  /** @param skip how many lines were had before */
  constructor(skip: number) {
    this.#skip = skip;
  }

  /** The lines that this piece completes. */
  push(text: string): string[] {
    const pieces = text.split("\n");
    const last = pieces.pop() ?? "";
    if (pieces.length > 0) {
      pieces[0] = this.#partial.join("") + pieces[0];
      this.#partial = [];
    }
    if (last !== "") this.#partial.push(last);
    const skipped = Math.min(this.#skip, pieces.length);
    this.#skip -= skipped;
    return skipped === 0 ? pieces : pieces.slice(skipped);
  }

  /** What no line break has ended; null where there is nothing, or where it was had before. */
  rest(): string | null {
    return this.#skip > 0 || this.#partial.length === 0 ? null : this.#partial.join("");
  }
}
