/** Tells errors of a database that is away for a while from errors of what it was asked. */

/** Of Node's sockets, of PostgreSQL (connection exceptions, shutdown, start-up, too many connections), of Prisma. */
const CODES =
  /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|08\w{3}|57P0[1235]|53300|P10(01|02|08|17))$/;
const MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Server has closed the connection|Query read timeout)/;
/** A deadlock or a conflict with another transaction: the same again will do. */
const AGAIN = /^(40P01|40001)$/;

export function isDatabaseGone(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    // What was written for people is about something else: a retriever, a file.
    if (at.name === "StudioError") return false;
    if (CODES.test(codeOf(at)) || MESSAGES.test(at.message)) return true;
  }
  return false;
}

export const isWorthRepeating = (error: unknown): boolean =>
  isDatabaseGone(error) || (error instanceof Error && AGAIN.test(codeOf(error)));

/** PostgreSQL's disk_full, and what else it says where a file cannot grow. */
export function isDiskFull(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++)
    if (codeOf(at) === "53100" || ("hint" in at && at.hint === "Check free disk space.")) return true;
  return false;
}

const codeOf = (error: Error): string => ("code" in error && typeof error.code === "string" ? error.code : "");
