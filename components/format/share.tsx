import { formatInterval, formatNumber, formatShare } from "@/domain/format";
import type { Interval } from "@/domain/interval";

/**
 * A share with its n, and its interval muted beside where it is the share of a sample.
 * `of` 0 is a share of nothing: said as `missing`, never 0 %.
 */
export function Share({
  count,
  of,
  interval,
  showCount = false,
  missing = "–",
}: {
  count: number;
  of: number;
  interval?: Interval | null;
  showCount?: boolean;
  missing?: string;
}) {
  if (of === 0) return <span className="text-faint">{missing}</span>;
  const exact = `${formatNumber(count)} of ${formatNumber(of)}`;
  return (
    <span className="whitespace-nowrap tabular-nums" title={exact}>
      {formatShare(count / of)}
      {interval && (
        // As wide as the widest interval: in a column the shares stand under each other.
        <span className="inline-block min-w-[5.6rem] text-right text-faint text-xs">{formatInterval(interval)}</span>
      )}
      {showCount && <span className="ml-1.5 text-faint text-xs">{exact}</span>}
    </span>
  );
}
