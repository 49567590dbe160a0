/** How many inputs a property is tried on: many more in the long form of the tests. */
import fc from "fast-check";

const FACTOR = process.env.SWIRL_LONG ? 20 : 1;

/** For a property whose runs are slow enough to name their number. */
export const propertyRuns = (count: number) => count * FACTOR;

// Loaded before every test file: the number for all other properties.
fc.configureGlobal({ numRuns: propertyRuns(100) });
