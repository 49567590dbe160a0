/** What a line of a job's output is: an event of the trainer, a line for the log, or an event that cannot be read. */
import { TrainingEvent } from "@/domain/training/events";

export type OutputLine =
  | { kind: "event"; event: TrainingEvent }
  | { kind: "log"; text: string }
  | { kind: "unreadable"; text: string };

const HEAD = '{"event":';
/** A trainer writes no longer line; what is longer is not parsed. */
const LONGEST = 16_000_000;
/** What is kept of a line that cannot be read */
const KEPT = 2_000;
const INT32 = 2_147_483_647;

export function readLine(line: string): OutputLine {
  // A progress bar leaves its text, which ends in no newline, before what is written next.
  const at = line.indexOf(HEAD);
  const isEvent = at === 0 || (at > 0 && line.slice(0, at).includes("\r"));
  if (!isEvent) return { kind: "log", text: line };
  const event = line.length > LONGEST ? null : parseEvent(line.slice(at));
  return event === null ? { kind: "unreadable", text: line.slice(at, at + KEPT) } : { kind: "event", event };
}

function parseEvent(text: string): TrainingEvent | null {
  try {
    const { data } = TrainingEvent.safeParse(JSON.parse(text));
    return data && fits(data) ? data : null;
  } catch {
    return null;
  }
}

/** Whether its numbers fit the database's columns. */
function fits(event: TrainingEvent): boolean {
  if (event.seq >= INT32 || Number.isNaN(new Date(event.time * 1_000).getTime())) return false;
  if (event.event !== "samples") return true;
  const { trajectory, question, step_index } = event;
  return [trajectory, question].every((id) => Math.abs(id) <= INT32) && step_index <= 32_767;
}
