import type { Figure } from "@/domain/agreement/bootstrap";
import { formatInterval, formatNumber, formatShare } from "@/domain/format";
import type { Interval } from "@/domain/interval";

/** A figure with its interval muted beside; an index such as κ to four digits. */
export function FigureText({ figure, kind }: { figure: Figure; kind: "share" | "index" }) {
  if (figure.value === null) return <span className="text-faint">–</span>;
  const isShare = kind === "share";
  return (
    <span className="whitespace-nowrap tabular-nums">
      {isShare ? formatShare(figure.value) : indexText(figure.value)}
      <span data-interval className="inline-block min-w-[5.6rem] pl-1.5 text-right text-faint text-xs">
        {figure.interval && (isShare ? formatInterval(figure.interval) : indexInterval(figure.interval))}
      </span>
    </span>
  );
}

/** With a minus sign, not a hyphen. */
export const indexText = (value: number): string => formatNumber(value, 4).replace("-", "−");
export const indexInterval = ({ low, high }: Interval): string => `${indexText(low)} to ${indexText(high)}`;
