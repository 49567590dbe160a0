/** Undoing, notes and putting items off: nothing that was said gets lost. */
import { afterEach, expect, test, vi } from "vitest";
import { closeAll, MemoryStore, open, Studio, say, sent } from "./testing";

afterEach(closeAll);

test.each(["whole", "first-error"] as const)("undoing a trajectory (%s) opens its last step only", async (ruling) => {
  const studio = new Studio(4, 3);
  const store = new MemoryStore();
  const session = await open(studio, store, { ruling });
  for (const [rating, note] of [[1, "a"], [1, "b"], [-1, "c"]] as const) say(session, rating, note); // biome-ignore format: one line reads better
  await sent(session);
  session.advance();
  const before = studio.said.get(0);
  const requests = studio.requests;
  await session.undo();
  expect(session.read()).toMatchObject({
    item: { idx: 0 },
    course: {
      rulings: [
        { rating: 1, note: "a" },
        { rating: 1, note: "b" },
      ],
      isDone: false,
    },
    ...{ note: "c", isReopened: true, done: 1, unsent: 0 },
  });
  expect(studio.requests).toBe(requests);

  // The page is closed: what was said stands, and the draft is there when it is opened again.
  session.stop();
  expect(studio.said.get(0)).toBe(before);
  const after = await open(studio, store, { ruling });
  expect(after.read()).toMatchObject({ item: { idx: 0 }, course: { rulings: [{}, {}] }, note: "c", done: 1 });
  after.rule(null);
  await sent(after);
  expect(studio.said.get(0)?.rulings).toEqual([
    { step: 0, rating: 1, note: "a" },
    { step: 1, rating: 1, note: "b" },
    { step: 2, rating: null, note: "c" },
  ]);
  expect(after.read()).toMatchObject({ isReopened: false, done: 1 });
});

test("an item that was done long ago is fetched with what was said of it", async () => {
  const studio = new Studio(3, 2);
  const trail = [[]];
  const first = await open(studio, new MemoryStore(), { ruling: "whole", trail });
  say(first, 1, "why");
  say(first, -1);
  await sent(first);
  first.stop();
  const session = await open(studio, new MemoryStore(), { ruling: "whole", trail });
  await session.undo();
  expect(session.read()).toMatchObject({ course: { rulings: [{ rating: 1, note: "why" }] }, done: 1 });
});

test("an item that cannot be fetched is said so", async () => {
  const studio = new Studio(3);
  const session = await open(studio, new MemoryStore(), { trail: [[2]] });
  studio.isReachable = false;
  await session.undo();
  expect(session.read()).toMatchObject({
    item: { idx: 0 },
    notices: ["Item 3, which you ruled on before, could not be fetched: out of reach"],
  });
});

test("a reopened item that is left as it was is done as before", async () => {
  const studio = new Studio(3);
  const session = await open(studio, new MemoryStore());
  say(session, 1, "why");
  await sent(session);
  await session.undo();
  session.advance();
  expect(session.read()).toMatchObject({ item: { idx: 1 }, done: 1, skipped: 0, canUndo: true });
  expect(studio.ratings(0)).toEqual([1]);
});

test("a ruling that is undone before it was sent is never sent", async () => {
  const studio = new Studio(3);
  const session = await open(studio, new MemoryStore());
  studio.isReachable = false;
  session.rule(1);
  await session.undo();
  expect(session.read()).toMatchObject({ unsent: 0, done: 0, isReopened: false });
  studio.isReachable = true;
  session.rule(-1);
  await sent(session);
  expect(studio.ratings(0)).toEqual([-1]);
});

test("a note outlives the page, before the ruling and after it, and undoing a step", async () => {
  const studio = new Studio(2, 2);
  const store = new MemoryStore();
  const session = await open(studio, store, { ruling: "whole" });
  session.write("half a thou");
  session.stop();
  const after = await open(studio, store, { ruling: "whole" });
  expect(after.read().note).toBe("half a thou");
  say(after, 1, "half a thought");
  expect(after.read().note).toBe("");
  await after.undo();
  expect(after.read()).toMatchObject({ course: { rulings: [] }, note: "half a thought" });
  after.rule(1);
  after.rule(1);
  await sent(after);
  after.write("and what I read later");
  after.stop();
  const last = await open(studio, store, { ruling: "whole" });
  await sent(last);
  expect(studio.said.get(0)?.rulings.map(({ note }) => note)).toEqual(["half a thought", "and what I read later"]);
});

test("an item that is skipped counts as nothing, and comes back when nothing else is left, also over a reload", async () => {
  const studio = new Studio(3);
  const store = new MemoryStore();
  const session = await open(studio, store);
  session.write("not sure yet");
  session.advance();
  await vi.waitFor(() => expect(session.read()).toMatchObject({ item: { idx: 1 }, done: 0, skipped: 1 }));
  session.stop();
  const after = await open(studio, store);
  for (const idx of [1, 2]) {
    await vi.waitFor(() => expect(after.read().item?.idx).toBe(idx));
    after.rule(1);
    await sent(after);
    after.advance();
  }
  await vi.waitFor(() => expect(after.read()).toMatchObject({ item: { idx: 0 }, note: "not sure yet", skipped: 0 }));
  after.rule(1);
  after.advance();
  await sent(after);
  await vi.waitFor(() => expect(after.read()).toMatchObject({ item: null, isLoading: false, done: 3 }));
});
