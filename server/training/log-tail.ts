const KEPT = 65_536;

/** The last 64 KiB of an output, in whole lines. */
export class LogTail {
  #lines: string[] = [];
  #length = 0;

  push(line: string): void {
    const text = showable(line).slice(-KEPT);
    this.#lines.push(text);
    this.#length += text.length + 1;
    // Cut now and then: a shift at every line would move the whole list each time.
    if (this.#length > 2 * KEPT) this.#cut();
  }

  get text(): string {
    this.#cut();
    return this.#lines.join("\n");
  }

  #cut(): void {
    let at = 0;
    while (this.#length > KEPT && at < this.#lines.length - 1) this.#length -= (this.#lines[at++]?.length ?? 0) + 1;
    this.#lines = this.#lines.slice(at);
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the codes by which terminals colour text
const COLOURS = /\u001b\[[0-9;?]*[A-Za-z]/g;

/** Of a line that a progress bar wrote over, what stood at last; PostgreSQL keeps no NUL. */
const showable = (line: string): string =>
  (line.replace(/\r+$/, "").split("\r").at(-1) ?? "").replace(COLOURS, "").replaceAll("\0", " ").toWellFormed();
