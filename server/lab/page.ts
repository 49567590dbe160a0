/** `npm run reproduce -- --page`, in a process of its own: the page of results from what is kept (scripts/lab/reproduce.mjs). */
import { StudioError } from "@/domain/errors";
import { writePage } from "./reproduce/page-file";

try {
  console.log(JSON.stringify(await writePage(process.argv[2] ?? "docs")));
} catch (error) {
  if (!(error instanceof StudioError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
