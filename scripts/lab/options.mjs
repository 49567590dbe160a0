// What `npm run lab` is asked for.
import { parseArgs } from "node:util";
import { Sentence } from "../sentence.mjs";

export const HELP = `Usage: npm run lab [-- OPTIONS]
Trains for real on this machine, small: a tiny model, its server, a teacher that judges, and a Ray head; registers them
in the studio and stays until Ctrl-C.
  --size SIZE         the model's: tiny, small, medium or larger (small); the last two have learnt to search as well
  --error-rate RATE   share of steps that the teacher rules wrongly (0.03)
  --shuffled          a teacher whose rulings do not depend on the step: the control
  --seed N            of the model and of the teacher (1)
  --port N            the first of four ports: Ray's dashboard, the models, the teacher, Ray's clients (8365)`;

const SIZES = ["tiny", "small", "medium", "larger"];

/** @typedef {{ ray: number, models: number, teacher: number, client: number }} Ports */
/**
 * `errorRates`: of judges that err otherwise than `errorRate` says, by name. `collection`: which question sets it has.
 * @typedef {{ size: string, errorRate: number, errorRates?: Record<string, number>, isShuffled: boolean, seed: number,
 *   collection?: "lab" | "sample", ports: Ports }} LabOptions
 */

/** null: only help was asked for. @param {string[]} args @returns {LabOptions | null} */
export function readOptions(args) {
  const { values } = parse(args);
  if (values.help) return null;
  const { size } = values;
  if (!SIZES.includes(size)) throw new Sentence(`--size ${size}: choose one of ${SIZES.join(", ")}.`);
  const errorRate = Number(values["error-rate"]);
  if (!(errorRate >= 0 && errorRate <= 1)) throw new Sentence("--error-rate is a share from 0 to 1, such as 0.03.");
  const seed = whole("--seed", values.seed, 0, 2 ** 31 - 1);
  const port = whole("--port", values.port, 1024, 65_532);
  const ports = { ray: port, models: port + 1, teacher: port + 2, client: port + 3 };
  return { size, errorRate, isShuffled: values.shuffled, seed, ports };
}

/** @param {string[]} args */
function parse(args) {
  const text = /** @type {const} */ ("string");
  const flag = /** @type {const} */ ("boolean");
  try {
    return parseArgs({
      args,
      options: {
        size: { type: text, default: "small" },
        "error-rate": { type: text, default: "0.03" },
        shuffled: { type: flag, default: false },
        seed: { type: text, default: "1" },
        port: { type: text, default: process.env.SWIRL_LAB_PORT || "8365" },
        help: { type: flag, short: "h" },
      },
    });
  } catch (error) {
    throw new Sentence(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
  }
}

/** @param {string} name @param {string} text @param {number} least @param {number} most */
function whole(name, text, least, most) {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new Sentence(`${name} ${text}: use a whole number from ${least} to ${most}.`);
}
