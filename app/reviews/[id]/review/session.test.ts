/** A person at work on a review, whatever happens to the connection. */
import { afterEach, expect, test, vi } from "vitest";
import { Outbox, unsentIn } from "./outbox";
import { closeAll, MemoryStore, open, Studio, say, sent } from "./testing";

afterEach(closeAll);

test("one ruling after the other, to the end", async () => {
  const studio = new Studio(6);
  const session = await open(studio, new MemoryStore());
  for (let idx = 0; idx < 6; idx += 1) {
    await vi.waitFor(() => expect(session.read().item?.idx).toBe(idx));
    session.rule(idx % 2 === 0 ? 1 : -1);
    session.rule(0);
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
    session.rule(1);
    expect(session.read()).toMatchObject({ unsent: idx + 1, reveal: null });
    session.advance();
  }
  await vi.waitFor(() => expect(session.read()).toMatchObject({ sendProblem: "out of reach", done: 3 }));
  expect(session.read().item?.idx).toBe(3);

  // The last of them is taken back while nothing has arrived.
  await session.undo();
  expect(session.read().item?.idx).toBe(2);
  say(session, -1, "on second thought");

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
  const session = await open(studio, store, { trail });
  studio.losesAnswers = true;
  session.rule(1);
  await vi.waitFor(() => expect(session.read().sendProblem).not.toBeNull());
  studio.losesAnswers = false;
  await sent(session);
  expect(studio.done).toEqual([0]);
  session.stop();

  const after = await open(studio, store, { trail });
  expect(after.read()).toMatchObject({ item: { idx: 1 }, canUndo: true, done: 1 });
  await after.undo();
  expect(after.read()).toMatchObject({ item: { idx: 0 }, isReopened: true, done: 1, canUndo: false });
  expect(studio.ratings(0)).toEqual([1]);
  after.rule(0);
  await sent(after);
  expect(studio.ratings(0)).toEqual([0]);
  after.advance();
  expect(after.read().item?.idx).toBe(1);
});

test("two tabs of one person lose nothing, whichever sends", async () => {
  const studio = new Studio(4);
  const store = new MemoryStore();
  const [one, other] = [await open(studio, store), await open(studio, store)];
  studio.isReachable = false;
  one.rule(1);
  other.rule(-1);
  one.advance();
  one.rule(0);
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
  session.rule(1);
  session.supply.release();
  session.supply.release();
  expect(studio.released).toEqual([{ until: "until 1", keep: [0] }]);
  studio.isReachable = true;
  void session.supply.load();
  await vi.waitFor(() => expect(studio.reserved).toBe(2));
  await sent(session);
  session.supply.release();
  expect(studio.released.at(-1)).toEqual({ until: "until 2", keep: [] });

  // Left before the items came.
  void session.supply.load();
  session.stop();
  await vi.waitFor(() => expect(studio.released.at(-1)).toEqual({ until: "until 3", keep: [] }));
});

test("what the studio would never take is said, kept as a draft, and does not hold up the rest", async () => {
  const studio = new Studio(3);
  const session = await open(studio, new MemoryStore());
  say(session, 1, "refuse me");
  await vi.waitFor(() => expect(session.read().notices.join()).toContain("item 1 was not taken"));
  expect(session.read()).toMatchObject({ item: { idx: 0 }, course: { isDone: false }, note: "refuse me", done: 0 });
  say(session, 1, "fine");
  session.advance();
  say(session, 1, "refuse me");
  await vi.waitFor(() => expect(session.read().notices).toHaveLength(2));
  session.dismissNotices();
  expect(session.read().notices).toEqual([]);
  await sent(session);
  expect(studio.done).toEqual([0]);
});

test("a ruling that the studio fails on is named and sent again, and holds no other up", async () => {
  const studio = new Studio(4);
  studio.broken.add(0);
  const session = await open(studio, new MemoryStore());
  for (let idx = 0; idx < 3; idx += 1) {
    session.rule(1);
    session.advance();
  }
  await vi.waitFor(() => expect(studio.done).toEqual([1, 2]));
  await vi.waitFor(() => expect(session.read()).toMatchObject({ failing: [0], unsent: 1, sendProblem: null }));
  studio.broken.clear();
  await sent(session);
  expect(studio.done).toEqual([1, 2, 0]);
  expect(session.read().failing).toEqual([]);
});

test("what was said later elsewhere is shown as what stands", async () => {
  const studio = new Studio(2);
  studio.said.set(0, { idx: 0, at: "2999-01-01T00:00:00Z", rulings: [{ step: 0, rating: -1, note: "elsewhere" }] });
  const store = new MemoryStore();
  new Outbox(store, 'r "Anna"').put(0, [{ step: 0, rating: 1, note: null }]);
  const session = await open(studio, store);
  await vi.waitFor(() => expect(session.read().notices.join()).toContain("item 1 later"));
  expect(studio.ratings(0)).toEqual([-1]);
  await session.undo();
  expect(session.read().item?.idx).toBe(1);
});

test("another tab's ruling on the item in front is shown here, and undone here without losing it", async () => {
  const studio = new Studio(3);
  const store = new MemoryStore();
  const [one, other] = [await open(studio, store), await open(studio, store)];
  one.rule(1);
  await sent(one);
  expect(other.read()).toMatchObject({ item: { idx: 0 }, course: { isDone: false } });
  studio.isReachable = false;
  say(other, -1, "on second thought");
  one.hear(0);
  expect(one.read()).toMatchObject({ course: { rulings: [{ rating: -1 }], isDone: true }, note: "on second thought" });
  studio.isReachable = true;
  other.wake();
  await sent(other);
  await vi.waitFor(() => expect(studio.ratings(0)).toEqual([-1]));
  await one.undo();
  expect(one.read()).toMatchObject({ isReopened: true, note: "on second thought", done: 1 });
  expect(other.read()).toMatchObject({ course: { isDone: true }, done: 1 });
  expect(studio.ratings(0)).toEqual([-1]);
});

test("a ruling that arrives while items are fetched counts once", async () => {
  const studio = new Studio(9);
  const session = await open(studio, new MemoryStore());
  let goOn = () => {};
  studio.pause = new Promise((resolve) => {
    goOn = resolve;
  });
  void session.supply.load();
  session.rule(1);
  await sent(session);
  goOn();
  await vi.waitFor(() => expect(studio.reserved).toBeGreaterThan(2));
  expect(session.read().done).toBe(1);
});

test("a store that is full or forbidden keeps rulings as long as the page", () => {
  const outbox = new Outbox(null, "x");
  const said = outbox.put(3, [{ step: 0, rating: 1, note: null }]);
  expect(outbox.list()).toEqual([said]);
  outbox.remove(said);
  expect(outbox.list()).toEqual([]);
});

test("what waits in a browser is counted by person", () => {
  const store = new MemoryStore();
  new Outbox(store, 'swirl-review key "An \\"said 1\\" na"').put(3, [{ step: 0, rating: 1, note: null }]);
  new Outbox(store, 'swirl-review key "Ben"').put(3, [{ step: 0, rating: 1, note: null }]);
  new Outbox(store, 'swirl-review key "Ben"').put(4, [{ step: 0, rating: 1, note: null }]);
  new Outbox(store, 'swirl-review other "Ben"').put(5, [{ step: 0, rating: 1, note: null }]);
  expect(unsentIn(store, "key")).toEqual([
    { person: 'An "said 1" na', count: 1 },
    { person: "Ben", count: 2 },
  ]);
});
