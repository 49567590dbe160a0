/** Sends what was said, oldest first. What the studio fails on is sent again later, and holds nothing else up. */
import type { Outbox, Said } from "./outbox";
import { messageOf, type RuleAnswer, type SessionApi } from "./session-state";
import { retryDelay, type Timers } from "./timers";

type Listener = {
  onAnswer(said: Said, answer: RuleAnswer): void;
  /** It would be refused again, and is no longer in the outbox */
  onRefusal(said: Said, message: string): void;
  onChange(): void;
};

export class Sender {
  /** Why nothing arrives */
  problem: string | null = null;
  private isSending = false;
  private failures = 0;
  private readonly failed = new Map<number, { at: string; count: number; due: number }>();

  constructor(
    private readonly api: Pick<SessionApi, "rule" | "answerOf">,
    private readonly outbox: Outbox,
    private readonly timers: Timers,
    private readonly listener: Listener,
  ) {}

  /** Items whose rulings the studio could not keep so far. */
  get failing(): number[] {
    return this.outbox.list().flatMap(({ idx, at }) => (this.failed.get(idx)?.at === at ? [idx] : []));
  }

  async send(): Promise<void> {
    if (this.isSending || this.timers.isStopped) return;
    this.isSending = true;
    try {
      for (let said = this.nextDue(); said && !this.timers.isStopped; said = this.nextDue()) await this.sendOne(said);
      this.problem = null;
    } catch (error) {
      this.problem = messageOf(error);
      this.timers.after(retryDelay(this.failures), () => void this.send());
      this.failures += 1;
    } finally {
      this.isSending = false;
      this.listener.onChange();
    }
  }

  private nextDue(): Said | undefined {
    return this.outbox.list().find(({ idx, at }) => {
      const failed = this.failed.get(idx);
      return failed?.at !== at || failed.due <= Date.now();
    });
  }

  /** Throws where nothing was answered. */
  private async sendOne(said: Said): Promise<void> {
    try {
      const answer = await this.api.rule(said);
      this.forget(said);
      this.listener.onAnswer(said, answer);
    } catch (error) {
      const kind = this.api.answerOf(error);
      if (kind === null) throw error;
      if (kind === "failed") return this.putBack(said);
      this.forget(said);
      this.listener.onRefusal(said, messageOf(error));
    }
  }

  private forget(said: Said): void {
    this.failures = 0;
    this.problem = null;
    this.failed.delete(said.idx);
    this.outbox.remove(said);
  }

  private putBack({ idx, at }: Said): void {
    const count = this.failed.get(idx)?.count ?? 0;
    const wait = retryDelay(count);
    this.failed.set(idx, { at, count: count + 1, due: Date.now() + wait });
    this.timers.after(wait, () => void this.send());
    this.listener.onChange();
  }
}
