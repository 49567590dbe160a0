/** Rollout runs: starting them, and what they are made of. */
import { router } from "./trpc";

export const rolloutRouter = router({});
