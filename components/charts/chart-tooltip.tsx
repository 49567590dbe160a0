import type { FilterMode } from "@/domain/filter";
import { MODE_WORDS, ModeSwatch } from "../glyphs/mode-badge";

/** The exact figures under the pointer. */
export function ChartTooltip(props: {
  title: string;
  /** `name`: of what has the mode, where it is not the mode itself */
  rows: readonly { mode: FilterMode; name?: string; text: string }[];
}) {
  const { title, rows } = props;
  return (
    <div className="rounded-md border border-line bg-raised px-2.5 py-1.5 text-ink text-xs shadow-pop">
      {title !== "" && <div className="pb-1 font-medium">{title}</div>}
      <dl className="grid grid-cols-[auto_auto] gap-x-4 gap-y-0.5">
        {rows.map(({ mode, name, text }) => (
          <div key={name ?? mode} className="contents">
            <dt className="inline-flex items-center gap-1.5 text-muted">
              <ModeSwatch mode={mode} />
              {name ?? MODE_WORDS[mode]}
            </dt>
            <dd className="text-right tabular-nums">{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
