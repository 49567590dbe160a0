// npm start. Only old syntax here: a Node that is too old must get as far as saying so.
import { isNodeNewEnough } from "./node-version.mjs";

if (isNodeNewEnough()) {
  import("./studio/main.mjs").then((studio) => studio.main({ isDevelopment: process.argv.includes("--dev") }));
} else {
  process.exitCode = 1;
}
