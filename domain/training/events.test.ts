import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { TrainingEvent } from "./events";

// The trainer's tests hold what it writes against the same events.
const events: unknown[] = JSON.parse(readFileSync(new URL("events.json", import.meta.url), "utf8"));

test("every kind of event in the table is read whole", () => {
  for (const event of events) expect(TrainingEvent.parse(event)).toEqual(event);
  const kinds = new Set(events.map((event) => TrainingEvent.parse(event).event));
  expect(kinds).toEqual(new Set(TrainingEvent.options.map((option) => option.shape.event.value)));
});
