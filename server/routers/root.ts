/** All procedures of the studio. */
import { browseRouter } from "./browse";
import { compareRouter } from "./compare";
import { libraryRouter } from "./library";
import { trajectoryRouter } from "./trajectory";
import { createCallerFactory, createContext, router } from "./trpc";

export const appRouter = router({
  browse: browseRouter,
  compare: compareRouter,
  library: libraryRouter,
  trajectory: trajectoryRouter,
});
export type AppRouter = typeof appRouter;

/** Calls procedures in-process, for server components. */
export const caller = () => createCallerFactory(appRouter)(createContext());
