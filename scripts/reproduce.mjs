// npm run reproduce. Only old syntax here: a Node that is too old must get as far as saying so.
import { isNodeNewEnough } from "./node-version.mjs";

if (isNodeNewEnough()) {
  import("./lab/reproduce.mjs").then((lab) => lab.main(process.argv.slice(2)));
} else {
  process.exitCode = 1;
}
