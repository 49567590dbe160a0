// npm run bench. Only old syntax here: a Node that is too old must get as far as saying so.
import { isNodeNewEnough } from "../scripts/node-version.mjs";

if (isNodeNewEnough()) {
  import("./start.mjs").then((bench) => bench.main("scale", process.argv.slice(2)));
} else {
  process.exitCode = 1;
}
