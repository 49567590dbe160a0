/** What a session on a review asks of the studio, and what it shows. */
import type { ApiOutputs } from "@/app/trpc";
import type { Course } from "@/domain/review/course";
import type { Said } from "./outbox";

export type SeenItem = ApiOutputs["review"]["item"];
export type Reveal = ApiOutputs["review"]["rule"];
export type NextItems = ApiOutputs["review"]["next"];

export type SessionApi = {
  next(without: number[]): Promise<NextItems>;
  item(idx: number): Promise<SeenItem>;
  rule(said: Said & { rulings: NonNullable<Said["rulings"]> }): Promise<Reveal>;
  retract(said: Said): Promise<void>;
  /** Sent by a page that goes away: nobody waits for an answer */
  release(until: string, keep: number[]): void;
  /** Whether it would be refused again, however often it is sent */
  isRefusal(error: unknown): boolean;
};

export type SessionState = {
  /** null: nothing to rule on now */
  item: SeenItem | null;
  course: Course;
  /** What was hidden, once the ruling arrived */
  reveal: Reveal | null;
  /** Items done by this person, with those whose rulings are still on their way */
  done: number;
  unsent: number;
  /** Why what was said did not arrive yet; it is sent again by itself */
  sendProblem: string | null;
  /** What the studio would not take */
  refused: string | null;
  isLoading: boolean;
  loadProblem: string | null;
  /** Items that others have open */
  waiting: number;
  canUndo: boolean;
};
