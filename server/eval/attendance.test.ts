import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Attendance } from "./attendance";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());
const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1_000);

test("a job is left to itself until it is known to be there, and again after more than a lease without a look", () => {
  const attendance = new Attendance(60);
  expect(attendance.wasLeft("job")).toBe(true);
  attendance.attend("job");
  expect(attendance.wasLeft("job")).toBe(true);
  attendance.isThere("job");
  pass(60);
  attendance.attend("job");
  expect(attendance.wasLeft("job")).toBe(false);
  pass(61);
  attendance.attend("job");
  expect(attendance.wasLeft("job")).toBe(true);
});

test("silence is what this studio heard nothing in, not what it slept through", () => {
  const attendance = new Attendance(60);
  for (let minutes = 0; minutes <= 5; minutes++) {
    attendance.attend("job");
    if (minutes === 2) attendance.answered("job");
    if (minutes < 5) pass(60);
  }
  expect(attendance.silentMs("job")).toBe(180_000);
  pass(3_600);
  attendance.attend("job");
  expect(attendance.silentMs("job")).toBe(0);
  attendance.forget("job");
  expect(attendance.jobs()).toEqual([]);
});
