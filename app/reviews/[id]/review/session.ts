/**
 * One person at work on a review: the item in front of them, the next ones fetched ahead, and what they said on its way.
 * Nothing waits for the server.
 */
import {
  type Course,
  courseOf,
  EMPTY,
  isReopened,
  joined,
  trimmed,
  withNote,
  withoutError,
  withoutLast,
  withRuling,
} from "@/domain/review/course";
import type { RulingMode } from "@/domain/review/plan";
import type { ItemShape, StepRuling } from "@/domain/review/ruling";
import type { Given } from "@/domain/review/standing";
import { Ahead } from "./ahead";
import { draftOf, type Outbox, type Said } from "./outbox";
import { Past, type Trail } from "./past";
import { Sender } from "./sender";
import {
  messageOf,
  NOTHING_YET,
  type RuleAnswer,
  type SeenItem,
  type SessionApi,
  type SessionState,
} from "./session-state";
import { Supply } from "./supply";
import { Timers } from "./timers";

export class ReviewSession {
  private state = NOTHING_YET;
  private readonly listeners = new Set<() => void>();
  private readonly timers = new Timers();
  private readonly sender: Sender;
  private readonly ahead: Ahead;
  private readonly past: Past;
  /** Asked to reserve again, or to let go, as the page comes and goes */
  readonly supply: Supply;

  constructor(
    api: SessionApi,
    private readonly outbox: Outbox,
    private readonly mode: { ruling: RulingMode; hindsight: boolean },
    trail: Trail,
  ) {
    this.past = new Past(api, outbox, trail);
    this.ahead = new Ahead(outbox);
    this.sender = new Sender(api, outbox, this.timers, {
      onAnswer: (said, answer) => this.hearAnswer(said, answer),
      onRefusal: (said, message) => this.hearRefusal(said, message),
      onChange: () => this.show({}),
    });
    const parts = { ahead: this.ahead, past: this.past, timers: this.timers };
    this.supply = new Supply(api, parts, {
      current: () => this.state.item?.idx,
      onSupply: (waiting) => this.takeSupply(waiting),
      onProblem: (loadProblem, isFirst) => this.show({ isLoading: this.state.item === null && isFirst, loadProblem }),
      kept: () => this.outbox.list().map(({ idx }) => idx),
    });
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly read = (): SessionState => this.state;

  start(): void {
    this.timers.start();
    this.past.start();
    this.ahead.start();
    this.show({});
    void this.sender.send();
    this.supply.start();
  }

  stop(): void {
    this.timers.stop();
  }

  /** The connection is back, or another tab did something. */
  wake(): void {
    if (this.timers.isStopped) return;
    this.show({});
    void this.sender.send();
    this.supply.loadIfLow();
  }

  /** Another tab of the person said something of an item, or it arrived from there. */
  hear(idx: number): void {
    const said = this.outbox.said(idx);
    const { item, course, reveal } = this.state;
    const isHere = item?.idx === idx;
    if (said !== null) {
      this.past.standing.set(idx, said.rulings);
      this.ahead.settle(idx);
      if (isHere) this.showDone(item, courseOf(this.shapeOf(item), said.rulings));
    } else if (isHere && course.isDone) {
      if (this.outbox.draft(idx).isReopened) {
        this.ahead.reopen(item, this.past.standing.has(idx));
        this.open(item);
      } else if (reveal === null) this.outbox.put(idx, course.rulings);
    }
    this.wake();
  }

  rule(rating: Given): void {
    this.go((shape, course, note) => withRuling(shape, course, rating, note));
  }

  sayNoError(): void {
    this.go((shape, course, note) => withoutError(shape, course, note, this.mode.hindsight));
  }

  /** Changes the note: on the step that comes next, or on the last one of an item that is done. */
  write(note: string): void {
    const { item, course } = this.state;
    if (!item) return;
    if (!course.isDone) {
      this.keep(item, course, note);
      this.show({ note });
      return;
    }
    const noted = withNote(this.shapeOf(item), course, trimmed(note));
    if (course.rulings.at(-1)?.note !== trimmed(note)) this.outbox.put(item.idx, noted.rulings);
    this.ahead.settle(item.idx);
    this.show({ note, course: noted });
  }

  /** The note is written: it goes on its way. */
  flush(): void {
    void this.sender.send();
  }

  /**
   * Takes back the last thing that was said: a step of this item, else of the item before it. What the studio holds
   * stands until the item is done again.
   */
  async undo(): Promise<void> {
    const { item, course, note } = this.state;
    if (item && course.isDone) return this.reopen(item, course.rulings);
    if (item && course.rulings.length > 0) {
      const before = withoutLast(this.shapeOf(item), course);
      const kept = joined(course.rulings.at(-1)?.note ?? "", note);
      this.keep(item, before, kept);
      this.show({ course: before, note: kept, reveal: item.reveal });
      return;
    }
    const idx = this.past.last;
    if (idx === undefined) return;
    let found: { item: SeenItem; rulings: StepRuling[] };
    try {
      found = await this.past.recall(idx);
    } catch (error) {
      this.notify(`Item ${idx + 1}, which you ruled on before, could not be fetched: ${messageOf(error)}`);
      return;
    }
    if (this.state.item !== item) return;
    if (item) this.ahead.putFirst(item);
    this.reopen(found.item, found.rulings);
  }

  /** On to the next item; one that is not done comes back later. */
  advance(): void {
    const { item, course } = this.state;
    if (item && !course.isDone) this.leave(item, course);
    this.flush();
    const next = this.ahead.take();
    if (next) this.open(next);
    else this.show({ item: null, course: EMPTY, note: "", isReopened: false, reveal: null, isLoading: true });
    this.supply.loadIfLow();
  }

  dismissNotices(): void {
    this.show({ notices: [] });
  }

  shapeOf({ step, numSteps, steps }: SeenItem): ItemShape {
    return { ruling: this.mode.ruling, step, numSteps: numSteps ?? (step ?? steps.length) + 1 };
  }

  private go(change: (shape: ItemShape, course: Course, note: string | null) => Course): void {
    const { item, course, note } = this.state;
    if (!item || course.isDone) return;
    const next = change(this.shapeOf(item), course, trimmed(note));
    if (next === course) return;
    if (!next.isDone) {
      this.keep(item, next, "");
      this.show({ course: next, note: "" });
      return;
    }
    this.outbox.put(item.idx, next.rulings);
    this.ahead.settle(item.idx);
    this.past.remember(item.idx);
    this.showDone(item, next);
    this.flush();
  }

  private reopen(item: SeenItem, rulings: StepRuling[]): void {
    const { idx } = item;
    // Before what is on its way goes: another tab that hears of that finds the draft.
    this.outbox.putDraft(idx, draftOf(rulings, true));
    const unsent = this.outbox.said(idx);
    if (unsent) this.outbox.remove(unsent);
    this.ahead.reopen(item, this.past.standing.has(idx));
    this.past.forget(idx);
    this.open(item);
  }

  /** Leaves an item that is not done: it is put off, unless it was reopened and nothing was changed. */
  private leave(item: SeenItem, course: Course): void {
    const stood = this.past.standing.get(item.idx) ?? [];
    const isAsBefore = isReopened(this.shapeOf(item), course, trimmed(this.state.note), stood);
    if (isAsBefore) {
      this.outbox.putDraft(item.idx, { rulings: [], note: "", isReopened: false });
      this.ahead.settle(item.idx);
      this.past.remember(item.idx);
    } else this.ahead.putOff(item);
  }

  private hearAnswer({ idx, rulings }: Said, { reveal, superseded }: RuleAnswer): void {
    this.past.standing.set(idx, superseded ?? rulings);
    this.ahead.count(idx);
    const { item, course } = this.state;
    if (superseded)
      this.notify(`What you said of item ${idx + 1} later, in another tab or on another machine, stands.`);
    if (item?.idx !== idx) return;
    if (superseded && course.isDone) this.showDone(item, courseOf(this.shapeOf(item), superseded));
    this.show(course.isDone ? { reveal } : { isReopened: true });
  }

  /** All but the last ruling is kept as a draft, with its note. */
  private hearRefusal({ idx, rulings }: Said, message: string): void {
    this.notify(`What you said of item ${idx + 1} was not taken: ${message}`);
    if (this.outbox.said(idx)) return;
    const stands = this.past.standing.has(idx);
    this.outbox.putDraft(idx, draftOf(rulings, stands));
    this.ahead.uncount(idx);
    const { item, course } = this.state;
    if (item?.idx !== idx || !course.isDone) return;
    this.ahead.reopen(item, stands);
    this.open(item);
  }

  private keep({ idx }: SeenItem, { rulings }: Course, note: string): void {
    this.outbox.putDraft(idx, { rulings, note, isReopened: this.ahead.isReopened(idx) });
  }

  private open(item: SeenItem): void {
    this.past.know(item);
    const { rulings, note } = this.outbox.draft(item.idx);
    const course = courseOf(this.shapeOf(item), rulings);
    const stands = this.ahead.isReopened(item.idx) && this.past.standing.has(item.idx);
    this.show({
      item,
      course: course.isDone ? EMPTY : course,
      note,
      isReopened: stands,
      reveal: item.reveal,
      isLoading: false,
    });
  }

  private showDone(item: SeenItem, course: Course): void {
    this.show({ item, course, note: course.rulings.at(-1)?.note ?? "", isReopened: false });
  }

  private takeSupply(waiting: number): void {
    this.show({ isLoading: false, loadProblem: null, waiting });
    const first = this.state.item === null ? this.ahead.take() : undefined;
    if (first) this.open(first);
  }

  private notify(notice: string): void {
    this.show({ notices: [...this.state.notices.filter((each) => each !== notice), notice] });
  }

  private show(change: Partial<SessionState>): void {
    const next = { ...this.state, ...change };
    this.state = {
      ...next,
      done: this.ahead.done,
      unsent: this.outbox.list().length,
      sendProblem: this.sender.problem,
      failing: this.sender.failing,
      skipped: this.ahead.numSkipped,
      canUndo: this.past.last !== undefined || next.course.rulings.length > 0,
    };
    for (const listener of this.listeners) listener();
  }
}
