/** The `swirl` command: what the pages do, for scripts, without a running studio or beside one. */
import { StudioError } from "@/domain/errors";
import { COMMANDS, USAGE } from "./cli/commands";
import { statusOfError } from "./cli/exit-status";
import { forTerminal } from "./cli/for-terminal";
import { connect } from "./db";
import { installQueue } from "./jobs/install";

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    console.log(USAGE);
    return name === undefined ? 2 : 0;
  }
  if (!Object.hasOwn(COMMANDS, name)) {
    console.error(`swirl: there is no command "${name}".\n\n${USAGE}`);
    return 2;
  }
  const url = process.env.DATABASE_URL;
  if (!url) {
    console.error("swirl: DATABASE_URL is not set; start this through bin/swirl.");
    return 2;
  }
  const db = connect(url, { max: 4 });
  try {
    await installQueue(url);
    return (await COMMANDS[name as keyof typeof COMMANDS](args, db)) ?? 0;
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    console.error(forTerminal(`swirl ${name}: ${error.message}`));
    return statusOfError(error);
  } finally {
    await db.close();
  }
}

// A reader that stops early (`swirl … | head`) is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
process.exitCode = await main(process.argv.slice(2));
