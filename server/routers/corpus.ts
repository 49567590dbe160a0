/** Corpora: what the search tool looks in. */
import { router } from "./trpc";

export const corpusRouter = router({});
