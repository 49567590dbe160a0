/** The items that come next, and those that are done, put off or reopened, as this page knows before the studio does. */
import type { Outbox, PutOff } from "./outbox";
import type { NextItems, SeenItem } from "./session-state";

type Asked = { without: number[]; skipped: number[]; changes: number };

export class Ahead {
  private queue: SeenItem[] = [];
  /** Items that count as done */
  private readonly ruled = new Set<number>();
  /** Items that were done, and are to be done again */
  private readonly reopened = new Map<number, SeenItem>();
  private skipped = new Map<number, PutOff>();
  private doneElsewhere = 0;
  private changes = 0;

  constructor(private readonly outbox: Outbox) {}

  start(): void {
    for (const { idx } of this.outbox.list()) this.ruled.add(idx);
    this.skipped = new Map(this.outbox.skipped().map((one) => [one.idx, one]));
  }

  get size(): number {
    return this.queue.length;
  }

  get done(): number {
    return this.doneElsewhere + this.ruled.size;
  }

  get numSkipped(): number {
    return this.skipped.size;
  }

  isReopened(idx: number): boolean {
    return this.reopened.has(idx);
  }

  /** Reopened before this page was: they are still to be fetched. */
  unknown(): number[] {
    return this.outbox.reopened().filter((idx) => !this.reopened.has(idx));
  }

  take(): SeenItem | undefined {
    return this.queue.shift();
  }

  putFirst(item: SeenItem): void {
    this.queue = [item, ...this.queue];
  }

  /** An item is done. */
  settle(idx: number): void {
    this.reopened.delete(idx);
    if (this.skipped.delete(idx)) this.outbox.putSkipped([...this.skipped.values()]);
    this.queue = this.queue.filter((item) => item.idx !== idx);
    this.count(idx);
  }

  /** An item counts as done, be it reopened or not. */
  count(idx: number): void {
    if (!this.ruled.has(idx)) this.changes += 1;
    this.ruled.add(idx);
  }

  uncount(idx: number): void {
    if (this.ruled.delete(idx)) this.changes += 1;
  }

  /** An item that was done is to be done again; what `stands` in the studio counts until then. */
  reopen(item: SeenItem, stands: boolean): void {
    const isCounted = this.ruled.has(item.idx);
    this.reopened.set(item.idx, item);
    if (stands) this.count(item.idx);
    else this.uncount(item.idx);
    // What was done before this page was opened was counted by the studio.
    if (stands && !isCounted && this.doneElsewhere > 0) this.doneElsewhere -= 1;
  }

  /** Leaves an item for later, and what would tell of it. */
  putOff({ idx, trajectoryId, step }: SeenItem): void {
    this.skipped.set(idx, { idx, trajectoryId, step });
    this.outbox.putSkipped([...this.skipped.values()]);
    this.queue = this.queue.filter((item) => !this.isPutOff(item));
    this.changes += 1;
  }

  /** What to ask the studio for. */
  asked(): Asked {
    return {
      without: [...new Set([...this.ruled, ...this.reopened.keys()])],
      skipped: [...this.skipped.keys()],
      changes: this.changes,
    };
  }

  /** Takes what the studio answered. Answers whether it is up to date: nothing happened here since it was asked. */
  refill(asked: Asked, { items, done }: NextItems, current: number | undefined): boolean {
    const isUpToDate = asked.changes === this.changes;
    if (isUpToDate) {
      this.doneElsewhere = done;
      // Nothing else is left.
      if (items.length === 0 || items.some(({ idx }) => asked.skipped.includes(idx))) {
        this.skipped.clear();
        this.outbox.putSkipped([]);
      }
    }
    const ahead = new Map([...items, ...this.reopened.values()].map((item) => [item.idx, item]));
    this.queue = [...ahead.values()]
      .filter((item) => item.idx !== current && !this.isPutOff(item))
      .filter(({ idx }) => this.reopened.has(idx) || !this.ruled.has(idx))
      .sort((a, b) => a.idx - b.idx);
    return isUpToDate;
  }

  private isPutOff({ idx, trajectoryId, step }: SeenItem): boolean {
    if (this.skipped.has(idx)) return true;
    return [...this.skipped.values()].some(
      (one) => one.trajectoryId === trajectoryId && one.step !== null && step !== null && one.step <= step,
    );
  }
}
