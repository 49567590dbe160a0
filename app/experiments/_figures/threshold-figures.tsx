import { FormField } from "@/app/settings/form-field";
import { Slider } from "@/components/ui/slider";
import { formatInterval, formatNumber, formatShare } from "@/domain/format";
import type { CurveKind, Curves } from "./threshold";

type Point = Curves["share"][number];

/** The slider, and what is kept at its place. Nothing is asked of the server: the whole curve is there. */
export function ThresholdFigures(props: {
  kind: CurveKind;
  least: number;
  point: Point | null;
  onLeast: (least: number) => void;
}) {
  const { kind, least, point } = props;
  const shown = kind === "share" ? `${least} %` : String(least);
  return (
    <>
      <FormField id="threshold-least" label={`Threshold: ${shown}`}>
        {(control) => (
          <Slider
            {...control}
            min={1}
            max={100}
            step={1}
            value={least}
            aria-valuetext={shown}
            onChange={(event) => props.onLeast(Number(event.target.value))}
          />
        )}
      </FormField>
      <dl aria-live="polite" className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 tabular-nums">
        <dt className="text-muted">Kept</dt>
        <dd className="text-right" data-testid="threshold-kept">
          {point ? formatNumber(point.trajectories) : "–"}
        </dd>
        <dt className="text-muted">Retention</dt>
        <dd className="text-right">{point ? formatShare(point.share) : "–"}</dd>
        <dt className="text-muted">Correct of labelled</dt>
        <dd className="text-right">
          {point?.shareCorrect ? (
            <>
              {formatShare(point.shareCorrect.share)}
              <span className="block text-faint text-xs">{formatInterval(point.shareCorrect)}</span>
              <span className="block text-faint text-xs" data-testid="threshold-correct">
                {formatNumber(point.correct)} of {formatNumber(point.labelled)}
              </span>
            </>
          ) : (
            <span className="text-faint">nothing labelled</span>
          )}
        </dd>
      </dl>
    </>
  );
}
