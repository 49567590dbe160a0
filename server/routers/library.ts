import { router } from "./trpc";

export const libraryRouter = router({});
