/** The `swirl` command: imports, comparisons and exports without a running studio, or beside one. */
import { StudioError } from "@/domain/errors";
import { agreementCommand } from "./cli/agreement";
import { backupCommand, restoreCommand } from "./cli/backup";
import { checkCommand } from "./cli/check";
import { compareCommand } from "./cli/compare";
import { evalCommand } from "./cli/eval";
import { statusOfError } from "./cli/exit-status";
import { exportCommand } from "./cli/export";
import { forTerminal } from "./cli/for-terminal";
import { importCommand } from "./cli/import";
import { sampleCommand } from "./cli/sample";
import { connect } from "./db";
import { installQueue } from "./jobs/install";

const COMMANDS = {
  import: importCommand,
  compare: compareCommand,
  agreement: agreementCommand,
  eval: evalCommand,
  export: exportCommand,
  sample: sampleCommand,
  check: checkCommand,
  backup: backupCommand,
  restore: restoreCommand,
};

const USAGE = `Usage:
  swirl import FILE…                     import trajectories, labels or questions (- is standard input)
  swirl compare --judging-run NAME       the four filter modes side by side (--json for scripts)
  swirl agreement --a NAME --b NAME      how far two judging runs agree (--json for scripts)
  swirl eval --model NAME --set NAME     models on question sets (--json for scripts)
  swirl export --mode MODE --judging-run NAME --format FORMAT --out PATH
                                         write what a filter mode keeps, in the form that a trainer reads
  swirl sample load | remove             the sample pool: a recorded lab round
  swirl backup FILE.zip                  everything in the database as one file, beside a running studio
  swirl restore FILE.zip                 a backup in the place of what the database holds
  swirl check                            whether everything in the database fits together (--json for scripts)
  swirl COMMAND --help                   all options of a command`;

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
