/**
 * One person at work on a review: the item in front of them, the next ones fetched ahead, and what they said on its way.
 * Nothing waits for the server.
 */
import { type Course, courseOf, withNote, withoutError, withoutLast, withRuling } from "@/domain/review/course";
import type { RulingMode } from "@/domain/review/plan";
import type { ItemShape } from "@/domain/review/ruling";
import type { Given } from "@/domain/review/standing";
import type { Outbox, Said } from "./outbox";
import type { SeenItem, SessionApi, SessionState } from "./session-state";

const EMPTY: Course = { rulings: [], isDone: false };
/** Fewer than these ahead: the next ones are fetched */
const LOW = 3;
const RENEW_MS = 4 * 60_000;
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 20_000];
const WAITING_MS = 20_000;

export class ReviewSession {
  private state: SessionState = {
    ...{ item: null, course: EMPTY, reveal: null, done: 0, unsent: 0, sendProblem: null, refused: null },
    ...{ isLoading: true, loadProblem: null, waiting: 0, canUndo: false },
  };
  private readonly listeners = new Set<() => void>();
  private queue: SeenItem[] = [];
  /** Items this page knows to be done; the server may not know yet */
  private readonly ruled = new Set<number>();
  /** Items that were taken back here, and are to be ruled on anew */
  private readonly takenBack = new Map<number, SeenItem>();
  private history: number[] = [];
  private readonly known = new Map<number, SeenItem>();
  private doneElsewhere = 0;
  private isSending = false;
  private isFetching = false;
  private failures = 0;
  private loadFailures = 0;
  private timers: ReturnType<typeof setTimeout>[] = [];
  private isStopped = true;
  /** Until when items are reserved here; null: none are */
  private reservedUntil: string | null = null;

  constructor(
    private readonly api: SessionApi,
    private readonly outbox: Outbox,
    private readonly mode: { ruling: RulingMode; hindsight: boolean },
    private readonly trail: { read(): number[]; write(history: number[]): void },
  ) {}

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly read = (): SessionState => this.state;

  start(): void {
    this.isStopped = false;
    this.history = this.trail.read();
    for (const { idx, rulings } of this.outbox.list()) if (rulings !== null) this.ruled.add(idx);
    this.show({});
    void this.send();
    void this.load();
    this.every(RENEW_MS, () => void this.load());
  }

  stop(): void {
    this.isStopped = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers = [];
  }

  /** The connection is back, or another tab said something. */
  wake(): void {
    if (this.isStopped) return;
    this.show({});
    void this.send();
    if (this.queue.length < LOW) void this.load();
  }

  /** The page goes away: what it has reserved is free for others, but for what was ruled on and is still on its way. */
  release(): void {
    if (this.reservedUntil === null) return;
    this.api.release(
      this.reservedUntil,
      this.outbox.list().map(({ idx }) => idx),
    );
    this.reservedUntil = null;
  }

  /** The page came back, or another tab released what both had reserved. */
  renew(): void {
    void this.load();
  }

  rule(rating: Given, note: string | null): void {
    this.go((shape, course) => withRuling(shape, course, rating, note));
  }

  sayNoError(note: string | null): void {
    this.go((shape, course) => withoutError(shape, course, note, this.mode.hindsight));
  }

  /** Changes the note on the last ruling, also of an item that is done. */
  annotate(note: string | null): void {
    const { item, course } = this.state;
    if (!item || course.rulings.length === 0 || (course.rulings.at(-1)?.note ?? null) === note) return;
    this.settle(item, withNote(this.shapeOf(item), course, note));
  }

  /** Takes back the last thing that was said: a step of this item, else the item before it. */
  async undo(): Promise<void> {
    const { item, course } = this.state;
    if (item && course.rulings.length > 0) {
      const before = withoutLast(this.shapeOf(item), course);
      if (course.isDone) this.takeBack(item);
      this.outbox.putDraft(item.idx, before.rulings);
      this.show({ course: before, reveal: this.mode.hindsight ? item.reveal : null });
      return;
    }
    const idx = this.history.at(-1);
    if (idx === undefined) return;
    let earlier: SeenItem;
    try {
      earlier = this.known.get(idx) ?? (await this.api.item(idx));
    } catch (error) {
      this.show({ loadProblem: messageOf(error) });
      return;
    }
    if (this.state.item !== item) return;
    this.takeBack(earlier);
    if (item) this.queue = [item, ...this.queue];
    this.open(earlier);
  }

  /** On to the next item. */
  advance(): void {
    if (this.state.item !== null && !this.state.course.isDone) return;
    const next = this.queue.shift() ?? null;
    if (next) this.open(next);
    else this.show({ item: null, course: EMPTY, reveal: null, isLoading: true });
    if (this.queue.length < LOW) void this.load();
  }

  retryLoading(): void {
    this.loadFailures = 0;
    void this.load();
  }

  dismissRefusal(): void {
    this.show({ refused: null });
  }

  shapeOf({ step, numSteps, steps }: SeenItem): ItemShape {
    return { ruling: this.mode.ruling, step, numSteps: numSteps ?? (step ?? steps.length) + 1 };
  }

  private go(change: (shape: ItemShape, course: Course) => Course): void {
    const { item, course } = this.state;
    if (!item || course.isDone) return;
    const next = change(this.shapeOf(item), course);
    if (next !== course) this.settle(item, next);
  }

  private settle(item: SeenItem, course: Course): void {
    if (!course.isDone) {
      this.outbox.putDraft(item.idx, course.rulings);
      this.show({ course });
      return;
    }
    this.outbox.put(item.idx, course.rulings);
    this.ruled.add(item.idx);
    this.takenBack.delete(item.idx);
    this.remember([...this.history.filter((idx) => idx !== item.idx), item.idx]);
    this.show({ course });
    void this.send();
  }

  private takeBack(item: SeenItem): void {
    const { idx } = item;
    this.outbox.put(idx, null);
    // What was done before this page was opened is counted by the studio.
    if (!this.ruled.delete(idx)) this.doneElsewhere -= 1;
    this.takenBack.set(idx, item);
    this.remember(this.history.filter((each) => each !== idx));
    void this.send();
  }

  private open(item: SeenItem): void {
    this.known.set(item.idx, item);
    // What was read long ago is asked for again should somebody go back to it.
    for (const idx of [...this.known.keys()].slice(0, -50)) this.known.delete(idx);
    const course = courseOf(this.shapeOf(item), this.outbox.draft(item.idx));
    this.show({ item, course: course.isDone ? EMPTY : course, reveal: item.reveal, isLoading: false });
  }

  private async load(): Promise<void> {
    if (this.isFetching || this.isStopped) return;
    this.isFetching = true;
    try {
      const { items, waiting, done, until } = await this.api.next([...this.ruled, ...this.takenBack.keys()]);
      this.reservedUntil = until;
      if (this.isStopped) return this.release();
      this.loadFailures = 0;
      this.doneElsewhere = done;
      const current = this.state.item?.idx;
      const ahead = new Map([...items, ...this.takenBack.values()].map((item) => [item.idx, item]));
      this.queue = [...ahead.values()]
        .filter(({ idx }) => idx !== current && !this.ruled.has(idx))
        .sort((a, b) => a.idx - b.idx);
      this.show({ isLoading: false, loadProblem: null, waiting });
      if (this.state.item === null) {
        const next = this.queue.shift();
        if (next) this.open(next);
        else if (waiting > 0) this.after(WAITING_MS, () => void this.load());
      }
    } catch (error) {
      this.show({ isLoading: this.state.item === null && this.loadFailures === 0, loadProblem: messageOf(error) });
      this.after(this.delay(this.loadFailures), () => void this.load());
      this.loadFailures += 1;
    } finally {
      this.isFetching = false;
    }
  }

  private async send(): Promise<void> {
    if (this.isSending || this.isStopped) return;
    this.isSending = true;
    try {
      for (let [said] = this.outbox.list(); said && !this.isStopped; [said] = this.outbox.list()) {
        await this.sendOne(said);
        this.failures = 0;
        this.show({ sendProblem: null });
      }
      this.show({ sendProblem: null });
    } catch (error) {
      this.show({ sendProblem: messageOf(error) });
      this.after(this.delay(this.failures), () => void this.send());
      this.failures += 1;
    } finally {
      this.isSending = false;
    }
  }

  private async sendOne(said: Said): Promise<void> {
    const { idx, rulings } = said;
    try {
      const reveal = rulings === null ? null : await this.api.rule({ ...said, rulings });
      if (rulings === null) await this.api.retract(said);
      this.outbox.remove(said);
      const { item, course } = this.state;
      if (reveal && item?.idx === idx && course.isDone) this.show({ reveal });
    } catch (error) {
      if (!this.api.isRefusal(error)) throw error;
      this.outbox.remove(said);
      this.ruled.delete(idx);
      this.show({ refused: `What you said of item ${idx + 1} was not taken: ${messageOf(error)}` });
    }
  }

  private remember(history: number[]): void {
    this.history = history.slice(-200);
    this.trail.write(this.history);
  }

  private delay(failures: number): number {
    return RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 1_000;
  }

  private after(ms: number, run: () => void): void {
    if (this.isStopped) return;
    const timer = setTimeout(() => {
      this.timers = this.timers.filter((each) => each !== timer);
      run();
    }, ms);
    this.timers.push(timer);
  }

  private every(ms: number, run: () => void): void {
    this.after(ms, () => {
      run();
      this.every(ms, run);
    });
  }

  private show(change: Partial<SessionState>): void {
    const next = { ...this.state, ...change };
    this.state = {
      ...next,
      done: this.doneElsewhere + this.ruled.size,
      unsent: this.outbox.list().length,
      canUndo: this.history.length > 0 || next.course.rulings.length > 0,
    };
    for (const listener of this.listeners) listener();
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
