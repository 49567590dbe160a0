/** The end of a log as the reason why a job failed. */

/** A Python exception as a traceback ends: its name at the line's beginning, and what it says. */
const EXCEPTION = /^(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Exit|Interrupt|Warning)?(?::\s|$)/;
const MOST_LINES = 4;
const LONGEST = 800;

/** The last exception with what it says, else the last lines; null for an empty log. */
export function lastError(log: string): string | null {
  const lines = log.split("\n").map((line) => line.trimEnd());
  const traceback = lines.findLastIndex((line) => line.startsWith("Traceback (most recent call last)"));
  const exception = traceback < 0 ? -1 : lines.findIndex((line, index) => index > traceback && EXCEPTION.test(line));
  const told = exception < 0 ? lines.filter((line) => line !== "").slice(-MOST_LINES) : lines.slice(exception);
  const text = told
    .filter((line) => line !== "")
    .slice(0, MOST_LINES)
    .join("\n");
  return text === "" ? null : text.slice(0, LONGEST);
}
