/** Fetches what comes next, reserves it, and gives it back. */
import type { Ahead } from "./ahead";
import type { Past } from "./past";
import { messageOf, type SessionApi } from "./session-state";
import { retryDelay, type Timers } from "./timers";

/** Fewer than these ahead: the next ones are fetched */
const LOW = 3;
const RENEW_MS = 4 * 60_000;
const WAITING_MS = 20_000;

type Listener = {
  /** The item in front of the person */
  current(): number | undefined;
  onSupply(waiting: number): void;
  onProblem(message: string, isFirst: boolean): void;
  /** Items that stay reserved when the page goes away */
  kept(): number[];
};

export class Supply {
  private isFetching = false;
  private failures = 0;
  /** Until when items are reserved here; null: none are */
  private reservedUntil: string | null = null;

  constructor(
    private readonly api: Pick<SessionApi, "next" | "release">,
    private readonly parts: { ahead: Ahead; past: Past; timers: Timers },
    private readonly listener: Listener,
  ) {}

  start(): void {
    void this.load();
    this.parts.timers.every(RENEW_MS, () => void this.load());
  }

  loadIfLow(): void {
    if (this.parts.ahead.size < LOW) void this.load();
  }

  retry(): void {
    this.failures = 0;
    void this.load();
  }

  /** The page goes away: what it has reserved is free for others, but for what was ruled on and is still on its way. */
  release(): void {
    if (this.reservedUntil === null) return;
    this.api.release(this.reservedUntil, this.listener.kept());
    this.reservedUntil = null;
  }

  /** Also when the page came back, or another tab released what both had reserved. */
  async load(): Promise<void> {
    const { ahead, past, timers } = this.parts;
    if (this.isFetching || timers.isStopped) return;
    this.isFetching = true;
    try {
      for (const idx of ahead.unknown()) {
        const { item } = await past.recall(idx);
        ahead.reopen(item, past.standing.has(idx));
      }
      const asked = ahead.asked();
      const next = await this.api.next(asked.without, asked.skipped);
      this.reservedUntil = next.until;
      if (timers.isStopped) return this.release();
      this.failures = 0;
      const isUpToDate = ahead.refill(asked, next, this.listener.current());
      this.listener.onSupply(next.waiting);
      if (!isUpToDate) timers.after(0, () => void this.load());
      else if (this.listener.current() === undefined && next.waiting > 0)
        timers.after(WAITING_MS, () => void this.load());
    } catch (error) {
      this.listener.onProblem(messageOf(error), this.failures === 0);
      timers.after(retryDelay(this.failures), () => void this.load());
      this.failures += 1;
    } finally {
      this.isFetching = false;
    }
  }
}
