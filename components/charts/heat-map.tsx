"use client";
import { ScrollRegion } from "../trajectory/scroll-region";

export type HeatCell = {
  text: string;
  note: string;
  heat: number | null;
  /** How it is framed: strongly, or with dashes */
  frame: "strong" | "dashed" | null;
};

const [LABEL, CELL, ROW, HEAD] = [230, 150, 44, 34] as const;
const TEXT = { fontSize: 12, fill: "var(--ink)" } as const;
const NOTE = { fontSize: 11, fill: "var(--muted)" } as const;

/**
 * A matrix of figures with their heat: −1 to 1, or null for none. What is more is of the accent's hue, what is less of the
 * danger's; every cell says its figure, so that no colour need be read.
 */
export function HeatMap(props: {
  label: string;
  columns: readonly string[];
  rows: readonly { key: string; name: string; note: string; cells: readonly (HeatCell | null)[] }[];
}) {
  const { columns, rows, label } = props;
  const [width, height] = [LABEL + columns.length * CELL, HEAD + rows.length * ROW];
  return (
    <ScrollRegion label={`${label}: drawing`} className="overflow-x-auto">
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        {columns.map((name, at) => (
          <text key={name} x={LABEL + (at + 0.5) * CELL} y={20} textAnchor="middle" {...NOTE}>
            {cut(name, 24)}
          </text>
        ))}
        {rows.map(({ key, name, note, cells }, row) => (
          <g key={key} transform={`translate(0 ${HEAD + row * ROW})`}>
            <text x={0} y={18} {...TEXT}>
              {cut(name, 34)}
            </text>
            <text x={0} y={34} {...NOTE}>
              {cut(note, 40)}
            </text>
            {cells.map((cell, at) => (
              <Cell key={columns[at]} cell={cell} x={LABEL + at * CELL} />
            ))}
          </g>
        ))}
      </svg>
    </ScrollRegion>
  );
}

function Cell({ cell, x }: { cell: HeatCell | null; x: number }) {
  const heat = cell?.heat ?? 0;
  return (
    <g transform={`translate(${x} 0)`}>
      <rect
        {...{ x: 1, y: 1, width: CELL - 2, height: ROW - 2, rx: 3 }}
        fill={heat < 0 ? "var(--danger)" : "var(--accent)"}
        fillOpacity={0.32 * Math.min(1, Math.abs(heat))}
        stroke={cell?.frame ? "var(--ink)" : "var(--line)"}
        strokeWidth={cell?.frame === "strong" ? 1.5 : 1}
        {...(cell?.frame === "dashed" ? { strokeDasharray: "4 3" } : {})}
      />
      <text x={CELL / 2} y={cell?.note ? 19 : 26} textAnchor="middle" {...TEXT}>
        {cell?.text ?? "–"}
      </text>
      {cell?.note && (
        <text x={CELL / 2} y={35} textAnchor="middle" {...NOTE} fill="var(--ink)">
          {cell.note}
        </text>
      )}
    </g>
  );
}

const cut = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
