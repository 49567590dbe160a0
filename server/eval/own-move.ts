/** The move of one row by itself: what it throws ends that row and nothing else. */
import { StudioError } from "@/domain/errors";
import { cutText } from "@/domain/plain-text";
import { isWorthRepeating } from "@/server/engine/database-gone";

const LONGEST = 1_000;

export const faultOfStudio = (what: string): string => cutText(`A fault of the studio: ${what}`, LONGEST);

/** `fail` gets the reason. Where only the database was away, the next beat tries again. Throws nothing. */
export async function ownMove(
  name: string,
  move: () => Promise<void>,
  fail: (reason: string, error: unknown) => Promise<void>,
): Promise<void> {
  try {
    await move();
  } catch (error) {
    if (isWorthRepeating(error)) return;
    const isForPeople = error instanceof StudioError;
    if (!isForPeople) console.error(`A fault in ${name}:`, error);
    const reason = isForPeople ? error.message : faultOfStudio(error instanceof Error ? error.message : String(error));
    await logged(name, () => fail(reason, error));
  }
}

/** A stage of a beat: what it throws is logged and holds up no other stage. */
export async function logged(name: string, stage: () => Promise<void>): Promise<void> {
  try {
    await stage();
  } catch (error) {
    if (!isWorthRepeating(error)) console.error(`A fault in ${name}:`, error);
  }
}
