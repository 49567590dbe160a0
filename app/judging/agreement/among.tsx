import { formatCount, formatNumber } from "@/domain/format";
import type { Agreement } from "./addresses";
import { FigureText } from "./figure-text";

/** α of three or more judges. */
export function Among({ among }: { among: NonNullable<Agreement["among"]> }) {
  const { judges, alpha, alphaOrdinal } = among;
  return (
    <section aria-labelledby="among" className="min-w-0">
      <h2 id="among" className="font-semibold">
        Among {formatNumber(judges.length)} judges
      </h2>
      <p className="text-muted text-xs">
        {judges.map(({ name }) => name).join(", ")}; {formatCount(alpha.n, "verdict")} on steps with two or more
      </p>
      <dl className="mt-2 grid w-fit grid-cols-[auto_auto] gap-x-6 gap-y-1">
        <dt>Krippendorff’s α, nominal</dt>
        <dd className="text-right">
          <FigureText figure={alpha} kind="index" />
        </dd>
        <dt>Krippendorff’s α, ordinal</dt>
        <dd className="text-right">
          <FigureText figure={alphaOrdinal} kind="index" />
        </dd>
      </dl>
    </section>
  );
}
