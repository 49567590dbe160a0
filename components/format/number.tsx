import { formatNumber } from "@/domain/format";

/** A number with separators and tabular figures; null is "not recorded" unless `missing` says another word. */
export function Num({
  value,
  digits = 0,
  missing = "not recorded",
}: {
  value: number | null | undefined;
  digits?: number;
  missing?: string;
}) {
  if (value === null || value === undefined) return <span className="text-faint">{missing}</span>;
  return <span className="tabular-nums">{formatNumber(value, digits)}</span>;
}
