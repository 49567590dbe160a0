/** How numbers, shares, durations and times are written, the same on every page and in every command. */
import type { Interval } from "./interval";

const NO_BREAK = "\u00a0";
const integers = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** 12345 → "12,345". Fractions are rounded unless `digits` keeps some. */
export function formatNumber(value: number, digits = 0): string {
  if (digits === 0) return integers.format(value);
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** "1 trajectory", "12,345 trajectories". The plural is the singular with an s unless given. */
export function formatCount(value: number, singular: string, plural = `${singular}s`): string {
  return `${formatNumber(value)} ${value === 1 ? singular : plural}`;
}

/**
 * A share 0 to 1 as "64.2 %". What is not quite all or nothing never reads as 100 % or 0 %.
 */
export function formatShare(share: number, digits = 1): string {
  const step = 10 ** -digits / 100;
  const shown = share > 0 && share < step / 2 ? `<${NO_BREAK}${formatNumber(step * 100, digits)}` : null;
  if (shown) return `${shown}${NO_BREAK}%`;
  if (share < 1 && share > 1 - step / 2) return `>${NO_BREAK}${formatNumber(100 - step * 100, digits)}${NO_BREAK}%`;
  return `${formatNumber(share * 100, share === 1 || share === 0 ? 0 : digits)}${NO_BREAK}%`;
}

/** An interval of shares as "61.0–67.3 %". */
export function formatInterval({ low, high }: Interval, digits = 1): string {
  return `${formatNumber(low * 100, digits)}–${formatNumber(high * 100, digits)}${NO_BREAK}%`;
}

/** A difference of shares in percentage points, with its sign: 0.25 → "+25.0". */
export function formatPoints(difference: number, digits = 1): string {
  return `${difference < 0 ? "−" : "+"}${formatNumber(Math.abs(100 * difference), digits)}`;
}

const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** Bytes in decimal units: 1536000 → "1.5 MB". */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${formatNumber(value, digits)}${NO_BREAK}${UNITS[unit]}`;
}

/** A duration in the two largest units that matter: "850 ms", "4.2 s", "3 m 12 s", "2 h 5 m", "3 d 4 h". */
export function formatDuration(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < 999.5) return `${Math.round(ms)}${NO_BREAK}ms`;
  if (ms < 9_950) return `${formatNumber(ms / 1000, 1)}${NO_BREAK}s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds}${NO_BREAK}s`;
  if (seconds < 3600) return pair(Math.floor(seconds / 60), "m", seconds % 60, "s");
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return pair(Math.floor(minutes / 60), "h", minutes % 60, "m");
  const hours = Math.round(minutes / 60);
  return pair(Math.floor(hours / 24), "d", hours % 24, "h");
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const first = `${formatNumber(large)}${NO_BREAK}${largeUnit}`;
  return small === 0 ? first : `${first}${NO_BREAK}${small}${NO_BREAK}${smallUnit}`;
}

const STEPS = [
  { unit: "year", ms: 365 * 86_400_000 },
  { unit: "month", ms: 30 * 86_400_000 },
  { unit: "day", ms: 86_400_000 },
  { unit: "hour", ms: 3_600_000 },
  { unit: "minute", ms: 60_000 },
] as const;
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** How long ago (or until) a time is, seen from `now`: "3 minutes ago", "yesterday". */
export function formatRelative(time: Date, now: Date): string {
  const distance = time.getTime() - now.getTime();
  for (const { unit, ms } of STEPS)
    if (Math.abs(distance) >= ms) return relative.format(Math.trunc(distance / ms), unit);
  return Math.abs(distance) < 5_000 ? "just now" : relative.format(Math.trunc(distance / 1000), "second");
}

/** "20 Nov 2026, 14:05" in the given time zone; the reader's own where none is given. */
export function formatAbsolute(time: Date, timeZone?: string): string {
  return time.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone });
}

/** Cuts text to `length` characters at a word, so that no word and no surrogate pair is broken. */
export function cutAtWord(text: string, length: number): string {
  const flat = text.replace(/\s+/g, " ").trim();
  if (flat.length <= length) return flat;
  const head = flat.slice(0, length + 1);
  const space = head.lastIndexOf(" ");
  const cut = space > length / 2 ? head.slice(0, space) : Array.from(flat).slice(0, length).join("");
  return `${cut.replace(/[\s,;:.–-]+$/, "")}…`;
}
