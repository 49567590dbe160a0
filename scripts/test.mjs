// npm test. Only old syntax here: a Node that is too old must get as far as saying so.
import { isNodeNewEnough } from "./node-version.mjs";

if (isNodeNewEnough()) {
  import("./testing/main.mjs").then((tests) => tests.main({ isLong: process.argv.includes("--long") }));
} else {
  process.exitCode = 1;
}
