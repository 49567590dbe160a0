// npm run lab:record. Only old syntax here: a Node that is too old must get as far as saying so.
import { isNodeNewEnough } from "./node-version.mjs";

if (isNodeNewEnough()) {
  import("./lab/check.mjs").then((lab) => lab.main("record"));
} else {
  process.exitCode = 1;
}
