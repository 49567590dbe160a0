export const RUNS_A_PAGE = 50;
