/** A person at work on a review against a studio in memory that can be out of reach. */
import { afterEach, expect, test, vi } from "vitest";
import { Outbox, type Said, type Store } from "./outbox";
import { ReviewSession } from "./session";
import type { SeenItem, SessionApi } from "./session-state";

const seen = (idx: number): SeenItem => ({
  ...{ idx, trajectoryId: idx, step: 0, numSteps: null, prompt: [], steps: [], reveal: null },
  question: { text: `question ${idx}`, isCut: false },
});

class MemoryStore extends Map<string, string> implements Store {
  getItem = (key: string) => this.get(key) ?? null;
  setItem = (key: string, value: string) => void this.set(key, value);
  removeItem = (key: string) => void this.delete(key);
  key = (index: number) => [...this.keys()][index] ?? null;
  get length() {
    return this.size;
  }
}

/** Keeps what is said last of each item, as the service does. */
class Studio {
  isReachable = true;
  /** Rulings arrive, and their answers get lost */
  losesAnswers = false;
  readonly said = new Map<number, Said>();
  requests = 0;
  /** Requests for items, and what was released of them */
  reserved = 0;
  readonly released: { until: string; keep: number[] }[] = [];

  constructor(private readonly items: number) {}

  get done(): number[] {
    return [...this.said.values()].filter(({ rulings }) => rulings !== null).map(({ idx }) => idx);
  }

  readonly api: SessionApi = {
    next: async (without) => {
      this.reach();
      const open = Array.from({ length: this.items }, (_, idx) => idx).filter(
        (idx) => !without.includes(idx) && !this.done.includes(idx),
      );
      this.reserved += 1;
      return {
        items: open.slice(0, 4).map(seen),
        waiting: 0,
        until: `until ${this.reserved}`,
        done: this.done.filter((idx) => !without.includes(idx)).length,
      };
    },
    item: async (idx) => {
      this.reach();
      return seen(idx);
    },
    rule: async (said) => {
      this.take(said);
      return { steps: [], moreSteps: 0, judges: [], end: null, hiddenFrom: null };
    },
    retract: async (said) => this.take(said),
    release: (until, keep) => void this.released.push({ until, keep }),
    isRefusal: (error) => error instanceof Error && error.message === "refused",
  };

  private reach(): void {
    this.requests += 1;
    if (!this.isReachable) throw new Error("out of reach");
  }

  private take(said: Said): void {
    this.reach();
    if (said.rulings?.some(({ note }) => note === "refuse me")) throw new Error("refused");
    if ((this.said.get(said.idx)?.at ?? "") <= said.at) this.said.set(said.idx, said);
    if (this.losesAnswers) throw new Error("the answer got lost");
  }
}

const opened: ReviewSession[] = [];
async function open(studio: Studio, store: Store, trail: number[][] = [[]]) {
  const keep = { read: () => trail[0] ?? [], write: (history: number[]) => void trail.splice(0, 1, history) };
  const session = new ReviewSession(
    studio.api,
    new Outbox(store, 'r "Anna"'),
    { ruling: "steps", hindsight: false },
    keep,
  );
  opened.push(session);
  session.start();
  await vi.waitFor(() => expect(session.read().isLoading).toBe(false));
  return session;
}
afterEach(() => {
  for (const session of opened.splice(0)) session.stop();
});
const sent = (session: ReviewSession) => vi.waitFor(() => expect(session.read().unsent).toBe(0), { timeout: 5_000 });

test("one ruling after the other, to the end", async () => {
  const studio = new Studio(6);
  const session = await open(studio, new MemoryStore());
  for (let idx = 0; idx < 6; idx += 1) {
    await vi.waitFor(() => expect(session.read().item?.idx).toBe(idx));
    session.rule(idx % 2 === 0 ? 1 : -1, null);
    session.rule(0, null);
    expect(session.read()).toMatchObject({ course: { isDone: true }, done: idx + 1 });
    session.advance();
  }
  await sent(session);
  await vi.waitFor(() => expect(session.read()).toMatchObject({ item: null, isLoading: false, done: 6 }));
  expect([...studio.said.values()].map(({ rulings }) => rulings?.[0]?.rating)).toEqual([1, -1, 1, -1, 1, -1]);
});

test("without a connection it goes on for what was fetched ahead, and all arrives once it is back", async () => {
  const studio = new Studio(9);
  const store = new MemoryStore();
  const session = await open(studio, store);
  studio.isReachable = false;
  for (let idx = 0; idx < 3; idx += 1) {
    session.rule(1, null);
    expect(session.read()).toMatchObject({ unsent: idx + 1, reveal: null });
    session.advance();
  }
  await vi.waitFor(() => expect(session.read()).toMatchObject({ sendProblem: "out of reach", done: 3 }));
  expect(session.read().item?.idx).toBe(3);

  // The last of them is taken back while nothing has arrived.
  await session.undo();
  expect(session.read().item?.idx).toBe(2);
  session.rule(-1, "on second thought");

  // The page is loaded anew before it does.
  session.stop();
  studio.isReachable = true;
  const after = await open(studio, store);
  await sent(after);
  expect(after.read()).toMatchObject({ item: { idx: 3 }, done: 3 });
  expect(studio.said.get(2)?.rulings).toEqual([{ step: 0, rating: -1, note: "on second thought" }]);
});

test("an answer that got lost changes nothing, and undoing goes back over a reload", async () => {
  const studio = new Studio(3);
  const store = new MemoryStore();
  const trail = [[]];
  const session = await open(studio, store, trail);
  studio.losesAnswers = true;
  session.rule(1, null);
  await vi.waitFor(() => expect(session.read().sendProblem).not.toBeNull());
  studio.losesAnswers = false;
  await sent(session);
  expect(studio.done).toEqual([0]);
  session.stop();

  const after = await open(studio, store, trail);
  expect(after.read()).toMatchObject({ item: { idx: 1 }, canUndo: true, done: 1 });
  await after.undo();
  await sent(after);
  expect(after.read()).toMatchObject({ item: { idx: 0 }, done: 0, canUndo: false });
  expect(studio.done).toEqual([]);
  after.rule(0, null);
  after.advance();
  expect(after.read().item?.idx).toBe(1);
});

test("two tabs of one person lose nothing, whichever sends", async () => {
  const studio = new Studio(4);
  const store = new MemoryStore();
  const [one, other] = [await open(studio, store), await open(studio, store)];
  studio.isReachable = false;
  one.rule(1, null);
  other.rule(-1, null);
  one.advance();
  one.rule(0, null);
  studio.isReachable = true;
  one.wake();
  other.wake();
  await sent(one);
  await sent(other);
  expect(studio.said.get(0)?.rulings?.[0]?.rating).toBe(-1);
  expect(studio.said.get(1)?.rulings?.[0]?.rating).toBe(0);
});

test("a page that goes away releases its items once, keeps what is on its way, and reserves again when it comes back", async () => {
  const studio = new Studio(9);
  const session = await open(studio, new MemoryStore());
  studio.isReachable = false;
  session.rule(1, null);
  session.release();
  session.release();
  expect(studio.released).toEqual([{ until: "until 1", keep: [0] }]);
  studio.isReachable = true;
  session.renew();
  await vi.waitFor(() => expect(studio.reserved).toBe(2));
  await sent(session);
  session.release();
  expect(studio.released.at(-1)).toEqual({ until: "until 2", keep: [] });

  // Left before the items came.
  session.renew();
  session.stop();
  await vi.waitFor(() => expect(studio.released.at(-1)).toEqual({ until: "until 3", keep: [] }));
});

test("what the studio would never take is said, and does not hold up the rest", async () => {
  const studio = new Studio(2);
  const session = await open(studio, new MemoryStore());
  session.rule(1, "refuse me");
  await vi.waitFor(() => expect(session.read().refused).toContain("item 1 was not taken"));
  session.advance();
  session.rule(1, null);
  await sent(session);
  expect(studio.done).toEqual([1]);
});

test("a store that is full or forbidden keeps rulings as long as the page", () => {
  const outbox = new Outbox(null, "x");
  const said = outbox.put(3, [{ step: 0, rating: 1, note: null }]);
  expect(outbox.list()).toEqual([said]);
  outbox.remove(said);
  expect(outbox.list()).toEqual([]);
});
