/** Judging runs made here, templates, a person's rulings, and what flipped between two runs. */
import { router } from "./trpc";

export const judgingRouter = router({});
