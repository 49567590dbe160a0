/** At most so many on the home page: training runs that are under way. */
export const RUNNING_SHOWN = 20;
/** Reviews with something left to rule on. */
export const REVIEWS_SHOWN = 4;
