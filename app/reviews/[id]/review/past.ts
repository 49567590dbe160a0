/** What a person has ruled on, as far back as undoing reaches. */
import type { StepRuling } from "@/domain/review/ruling";
import type { Outbox } from "./outbox";
import type { SeenItem, SessionApi } from "./session-state";

/** Keeps the order over a reload. */
export type Trail = { read(): number[]; write(history: number[]): void };

const KEPT_ITEMS = 50;
const KEPT_PLACES = 200;

export class Past {
  /** What the studio is known to hold of items */
  readonly standing = new Map<number, StepRuling[]>();
  private history: number[] = [];
  private readonly items = new Map<number, SeenItem>();

  constructor(
    private readonly api: Pick<SessionApi, "item">,
    private readonly outbox: Outbox,
    private readonly trail: Trail,
  ) {}

  start(): void {
    this.history = this.trail.read();
  }

  /** The item that was ruled on last. */
  get last(): number | undefined {
    return this.history.at(-1);
  }

  /** What was read long ago is asked for again should somebody go back to it. */
  know(item: SeenItem): void {
    this.items.set(item.idx, item);
    for (const idx of [...this.items.keys()].slice(0, -KEPT_ITEMS)) this.items.delete(idx);
  }

  remember(idx: number): void {
    this.history = [...this.history.filter((each) => each !== idx), idx].slice(-KEPT_PLACES);
    this.trail.write(this.history);
  }

  forget(idx: number): void {
    this.history = this.history.filter((each) => each !== idx);
    this.trail.write(this.history);
  }

  /** An item and what was said of it; from the studio, should this page not know. */
  async recall(idx: number): Promise<{ item: SeenItem; rulings: StepRuling[] }> {
    const item = this.items.get(idx);
    const rulings = this.outbox.said(idx)?.rulings ?? this.standing.get(idx);
    if (item && rulings) return { item, rulings };
    const fetched = await this.api.item(idx);
    if (fetched.own) this.standing.set(idx, fetched.own);
    return { item: fetched, rulings: rulings ?? fetched.own ?? [] };
  }
}
