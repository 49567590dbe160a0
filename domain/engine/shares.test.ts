import fc from "fast-check";
import { expect, test } from "vitest";
import { fairShare, type Lease, nextSlots } from "./shares";

const lease = (workerId: string, wanted: number, slots = 0): Lease => ({ workerId, wanted, slots });

test.each([
  [[lease("a", 100)], 64, [64]],
  [[lease("a", 3)], 64, [3]],
  [[lease("a", 100), lease("b", 100)], 64, [32, 32]],
  [[lease("a", 100), lease("b", 5)], 64, [59, 5]],
  [[lease("a", 100), lease("b", 0), lease("c", 100)], 5, [3, 0, 2]],
  [[lease("a", 9), lease("b", 9), lease("c", 9)], 2, [1, 1, 0]],
])("shares of %j at %i", (leases, max, shares) => {
  expect(leases.map(({ workerId }) => fairShare(leases, workerId, max))).toEqual(shares);
});

test("what is under way beyond the limit is still held, and only what nobody holds is taken", () => {
  const other = lease("b", 100, 10);
  expect(nextSlots([other], { workerId: "a", wanted: 100, inFlight: 54 }, 64)).toEqual({ limit: 32, slots: 54 });
  expect(nextSlots([{ ...other, slots: 54 }], { workerId: "a", wanted: 100, inFlight: 0 }, 64)).toEqual({
    limit: 10,
    slots: 10,
  });
});

const Workers = fc.array(fc.record({ wanted: fc.nat(40), inFlight: fc.nat(1_000) }), { minLength: 1, maxLength: 5 });

test("in whatever order workers ask, they never hold more than the concurrency, and end with their fair shares", () => {
  fc.assert(
    fc.property(
      Workers,
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.record({ of: fc.nat(4), wanted: fc.nat(40) }), { maxLength: 60 }),
      (given, max, turns) => {
        const workers = given.map(({ wanted, inFlight }, index) => ({
          ...lease(`w${index}`, wanted),
          limit: 0,
          inFlight,
        }));
        const step = (worker: (typeof workers)[number]) => {
          // Some of what it may have is under way.
          const inFlight = Math.min(worker.inFlight % (worker.slots + 1), worker.slots);
          const next = nextSlots(workers, { workerId: worker.workerId, wanted: worker.wanted, inFlight }, max);
          expect(next.slots).toBeGreaterThanOrEqual(inFlight);
          Object.assign(worker, next);
          expect(workers.reduce((sum, one) => sum + one.slots, 0)).toBeLessThanOrEqual(max);
        };
        for (const { of, wanted } of turns) {
          const worker = workers[of % workers.length] as (typeof workers)[number];
          worker.wanted = wanted;
          step(worker);
        }
        for (const worker of workers) worker.inFlight = 0;
        for (let round = 0; round < 3; round++) for (const worker of workers) step(worker);
        for (const worker of workers) expect(worker.slots).toBe(fairShare(workers, worker.workerId, max));
      },
    ),
  );
});
