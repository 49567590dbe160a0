import { expect, test } from "vitest";
import { Gate } from "./gate";

const NEVER = new AbortController().signal;
const tick = () => new Promise((resolve) => setImmediate(resolve));

/** Enters as often as it is told, and notes in what order owners were let in. */
function crowd(gate: Gate, signal = NEVER) {
  const order: string[] = [];
  const owners = { a: { name: "a" }, b: { name: "b" } };
  const enter = (name: "a" | "b", times: number) => {
    for (let n = 0; n < times; n++)
      gate.enter(owners[name], signal).then(
        () => order.push(name),
        () => order.push(`${name} gone`),
      );
  };
  return { order, owners, enter };
}

test("never more than the limit; who has fewest under way is next", async () => {
  const gate = new Gate(() => true);
  const { order, owners, enter } = crowd(gate);
  enter("a", 6);
  await tick();
  expect(order).toEqual([]);
  gate.setLimit(2);
  await tick();
  expect(order).toEqual(["a", "a"]);
  enter("b", 2);
  gate.leave(owners.a);
  await tick();
  expect(order).toEqual(["a", "a", "b"]);
  gate.leave(owners.a);
  await tick();
  expect(order).toEqual(["a", "a", "b", "a"]);
  expect([gate.inFlight, gate.wanted]).toEqual([2, 6]);
});

test("a lower limit lets nobody in until enough have left", async () => {
  const gate = new Gate(() => true);
  const { order, owners, enter } = crowd(gate);
  gate.setLimit(3);
  enter("a", 5);
  gate.setLimit(1);
  gate.leave(owners.a);
  gate.leave(owners.a);
  await tick();
  expect(order).toHaveLength(3);
  gate.leave(owners.a);
  await tick();
  expect(order).toHaveLength(4);
});

test("an aborted wait is over at once and takes no slot", async () => {
  const gate = new Gate(() => true);
  const controller = new AbortController();
  const gone = crowd(gate, controller.signal);
  const { order, enter } = crowd(gate);
  gone.enter("a", 3);
  controller.abort(new Error("gone"));
  enter("b", 1);
  gate.setLimit(1);
  await tick();
  expect([gone.order, order]).toEqual([["a gone", "a gone", "a gone"], ["b"]]);
  expect([gate.inFlight, gate.wanted]).toEqual([1, 1]);
});

test("held, and for a worker that is not trusted, nothing goes out", async () => {
  let isTrusted = false;
  const gate = new Gate(() => isTrusted);
  const { order, enter } = crowd(gate);
  gate.setLimit(5);
  enter("a", 1);
  await tick();
  expect(order).toEqual([]);
  isTrusted = true;
  gate.hold(60_000);
  gate.setLimit(6);
  await tick();
  expect(order).toEqual([]);
  // A shorter pause asked for meanwhile does not end the longer one.
  gate.hold(1);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(order).toEqual([]);
  gate.unhold();
  await tick();
  expect(order).toEqual(["a"]);
  isTrusted = false;
  enter("a", 1);
  isTrusted = true;
  gate.look();
  await tick();
  expect(order).toEqual(["a", "a"]);
});
