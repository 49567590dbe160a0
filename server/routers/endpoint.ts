/** Endpoints and the models they serve. */
import { router } from "./trpc";

export const endpointRouter = router({});
