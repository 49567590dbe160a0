// npm run lab:check. Only old syntax here: a Node that is too old must get as far as saying so.
import { isNodeNewEnough } from "./node-version.mjs";

if (isNodeNewEnough()) {
  import("./lab/check.mjs").then((lab) => lab.main("check"));
} else {
  process.exitCode = 1;
}
