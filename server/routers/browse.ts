import { router } from "./trpc";

export const browseRouter = router({});
