/** How long a server asks to be left alone. */

/** Milliseconds, from `retry-after-ms` or from Retry-After in seconds or as a date; null where neither can be read. */
export function retryAfter(headers: Record<string, string | string[] | undefined>, now: number): number | null {
  const exact = number(headers["retry-after-ms"]);
  if (exact !== null) return exact;
  const seconds = number(headers["retry-after"]);
  if (seconds !== null) return Math.ceil(seconds * 1_000);
  const date = Date.parse(String(headers["retry-after"] ?? ""));
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

function number(header: string | string[] | undefined): number | null {
  return typeof header === "string" && /^\s*\d+(\.\d+)?\s*$/.test(header) ? Number(header) : null;
}
