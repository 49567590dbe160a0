/** What a session on a review asks of the studio, and what it shows. */
import type { ApiOutputs } from "@/app/trpc";
import { type Course, EMPTY } from "@/domain/review/course";
import type { Said } from "./outbox";

export type SeenItem = ApiOutputs["review"]["item"];
export type RuleAnswer = ApiOutputs["review"]["rule"];
export type Reveal = RuleAnswer["reveal"];
export type NextItems = ApiOutputs["review"]["next"];

export type SessionApi = {
  next(without: number[], skipped: number[]): Promise<NextItems>;
  item(idx: number): Promise<SeenItem>;
  rule(said: Said): Promise<RuleAnswer>;
  /** Sent by a page that goes away: nobody waits for an answer */
  release(until: string, keep: number[]): void;
  /**
   * What an error means: `refused`, as it would be however often it is sent; `failed`, the studio answered that it could
   * not; null, nothing was answered.
   */
  answerOf(error: unknown): "refused" | "failed" | null;
};

export type SessionState = {
  /** null: nothing to rule on now */
  item: SeenItem | null;
  course: Course;
  /** On the step that is ruled on next; of an item that is done on its last */
  note: string;
  /** Whether the studio holds an earlier ruling on the item, which stands until the item is done again */
  isReopened: boolean;
  /** What was hidden, once the ruling arrived */
  reveal: Reveal | null;
  /** Items done by this person, with those whose rulings are still on their way */
  done: number;
  unsent: number;
  /** Why what was said did not arrive yet; it is sent again by itself */
  sendProblem: string | null;
  /** Items whose rulings the studio could not keep so far; they are sent again, and hold nothing else up */
  failing: number[];
  /** What the person has to know, until they close it */
  notices: string[];
  isLoading: boolean;
  loadProblem: string | null;
  /** Items that others have open */
  waiting: number;
  /** Items that were put off */
  skipped: number;
  canUndo: boolean;
};

export const NOTHING_YET: SessionState = {
  ...{ item: null, course: EMPTY, note: "", isReopened: false, reveal: null, done: 0, unsent: 0, sendProblem: null },
  ...{ failing: [], notices: [], isLoading: true, loadProblem: null, waiting: 0, skipped: 0, canUndo: false },
};

export const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
