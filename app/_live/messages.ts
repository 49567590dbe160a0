/** What the tabs of one browser tell each other. Tabs of another version of the studio may be open: what does not parse is no message. */
import { z } from "zod";
import { RunProgress } from "@/domain/run";

export const Live = z.object({
  /** Every run that is running or paused, and what ended a moment ago; null before anything was read */
  runs: z.array(RunProgress).nullable(),
  /** The stream is broken and being opened again */
  isDown: z.boolean(),
});
export type Live = z.infer<typeof Live>;

export const Message = z.discriminatedUnion("kind", [
  /** From a tab that wants to know */
  z.object({ kind: z.literal("ask") }),
  /** From the tab that holds the stream */
  z.object({ kind: z.literal("live"), live: Live }),
]);
export type Message = z.infer<typeof Message>;
