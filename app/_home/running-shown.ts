/** Training runs that are under way, at most so many on the home page. */
export const RUNNING_SHOWN = 20;
