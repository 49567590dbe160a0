import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SummedLog } from "./summed-log";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("says the first at once, then at most once a minute what came meanwhile", () => {
  const said: [number, string][] = [];
  const log = new SummedLog((...words) => said.push(words));
  log.add(0, 5);
  expect(said).toEqual([]);
  log.add(10, 1_200);
  expect(said).toEqual([[10, "1.2"]]);
  for (let second = 0; second < 59; second++) {
    log.add(second % 2, 100);
    vi.advanceTimersByTime(1_000);
  }
  expect(said).toHaveLength(1);
  vi.advanceTimersByTime(1_000);
  expect(said[1]).toEqual([29, "2.9"]);
  // A quiet minute says nothing, and what comes after it is said at once.
  vi.advanceTimersByTime(120_000);
  log.add(3, 100);
  expect(said.slice(2)).toEqual([[3, "0.1"]]);
  log.add(4, 100);
  log.flush();
  expect(said.slice(3)).toEqual([[4, "0.1"]]);
});
