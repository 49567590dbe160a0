/** How many inputs a property is tried on: many more in the long form of the tests. */
import fc from "fast-check";

const FACTOR = process.env.SWIRL_LONG ? 20 : 1;

/** For a property whose runs are slow enough to name their number. */
export const propertyRuns = (count: number) => count * FACTOR;

/** Tests of bad input try the same inputs each time; SWIRL_FUZZ_SEED tries others. */
export const FUZZ_SEED = Number(process.env.SWIRL_FUZZ_SEED ?? 20_260_101);

// Loaded before every test file: the number for all other properties.
fc.configureGlobal({ numRuns: propertyRuns(100) });
