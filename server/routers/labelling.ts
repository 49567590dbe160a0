/** Labelling runs made here, a person's outcomes, and where two runs disagree. */
import { router } from "./trpc";

export const labellingRouter = router({});
