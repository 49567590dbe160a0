import { router } from "./trpc";

export const trajectoryRouter = router({});
