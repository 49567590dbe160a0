/** How much of a trajectory one answer carries, so that a page opens as fast on a 300 MB trajectory as on a small one. */

/** Steps that come with the page, and at most with one later request */
export const STEP_WINDOW = 12;
/** Characters of an action that are read in a step list */
export const ACTION_HEAD = 20_000;
/** Characters of an action that are shown in a step list */
export const ACTION_BUDGET = 5_000;
/** Bytes up to which an observation arrives whole in a step list; most are shorter */
export const OBSERVATION_WHOLE = 16_000;
/** Characters of a longer one that are read for its preview */
export const OBSERVATION_HEAD = 12_000;
/** Characters of one page of a long observation */
export const OBSERVATION_PAGE = 60_000;
/** Characters of a whole action, rationale or raw reply on demand; what is longer is downloaded */
export const TEXT_PAGE = 200_000;
/** Characters of all prompt messages together, and of each */
export const PROMPT_BUDGET = 40_000;
export const PROMPT_HEAD = 2_000;
export const RATIONALE_HEAD = 800;
/** Rationale characters of all judges on one step */
export const RATIONALE_BUDGET = 6_000;
export const SAMPLES = 200;
