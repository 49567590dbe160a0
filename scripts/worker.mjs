// npm run worker. Only old syntax here: a Node that is too old must get as far as saying so.
import { isNodeNewEnough } from "./node-version.mjs";

if (isNodeNewEnough()) {
  import("./studio/worker.mjs").then((worker) => worker.main());
} else {
  process.exitCode = 1;
}
