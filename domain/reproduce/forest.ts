/** A figure as SVG: one row a name, and on it a mark with its interval for each series. Readable in light and dark. */
export type ForestMark = { mean: number; low: number; high: number };
export type ForestRow = { name: string; marks: readonly (ForestMark | null)[] };
export type Forest = {
  title: string;
  /** What the axis measures; its values are shares, shown in per cent */
  axis: string;
  /** Names of the series, at most two */
  series: readonly string[];
  rows: readonly ForestRow[];
  /** Drawn as a line through all rows: where a series' base lies */
  reference: { name: string; at: number };
};

const WIDTH = 780;
const LEFT = 244;
const RIGHT = 24;
const TOP = 64;
const ROW = 26;
const BOTTOM = 48;
const STEP = 0.1;

const STYLE = `text { font: 12px system-ui, sans-serif; fill: #1a1c21 } .title { font-weight: 600; font-size: 14px }
  .quiet { fill: #555b67 } .grid { stroke: #e3e5ea } .base { stroke: #555b67; stroke-dasharray: 4 3 }
  .s0 { stroke: #0068a3; fill: #0068a3 } .s1 { stroke: #b4530a; fill: #fff } .paper { fill: #fff }
  @media (prefers-color-scheme: dark) { text { fill: #e7e9ee } .quiet { fill: #a6acb8 } .grid { stroke: #282c34 }
  .base { stroke: #a6acb8 } .s0 { stroke: #3d9bdc; fill: #3d9bdc } .s1 { stroke: #f0a05a; fill: #15171b } .paper { fill: #15171b } }`;

export function forestSvg({ title, axis, series, rows, reference }: Forest): string {
  const marks = rows.flatMap((row) => row.marks.filter((mark) => mark !== null));
  const values = [reference.at, ...marks.flatMap(({ low, high }) => [low, high])];
  const from = Math.max(0, Math.floor(Math.min(...values) / STEP) * STEP);
  const to = Math.min(1, Math.ceil(Math.max(...values) / STEP) * STEP);
  const x = (share: number) => round(LEFT + ((share - from) / Math.max(STEP, to - from)) * (WIDTH - LEFT - RIGHT));
  const height = TOP + rows.length * ROW + BOTTOM;
  const end = TOP + rows.length * ROW;
  const ticks = Array.from({ length: Math.round((to - from) / STEP) + 1 }, (_, at) => from + at * STEP);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}">
<style>${STYLE}</style>
<rect class="paper" width="${WIDTH}" height="${height}"/>
<text class="title" x="16" y="24">${escaped(title)}</text>
${series.map((name, at) => `${shape(at, 22 + at * 330, 44)}<text class="quiet" x="${34 + at * 330}" y="48">${escaped(name)}</text>`).join("\n")}
${ticks
  .map(
    (tick) =>
      `<line class="grid" x1="${x(tick)}" x2="${x(tick)}" y1="${TOP}" y2="${end}"/><text class="quiet" x="${x(tick)}" y="${end + 18}" text-anchor="middle">${Math.round(100 * tick)}</text>`,
  )
  .join("\n")}
<line class="base" x1="${x(reference.at)}" x2="${x(reference.at)}" y1="${TOP}" y2="${end}"/>
<text class="quiet" x="16" y="${end + 38}">Dashed: ${escaped(reference.name)}. Bars: 95 % intervals.</text>
<text class="quiet" x="${WIDTH - RIGHT}" y="${end + 38}" text-anchor="end">${escaped(axis)}</text>
${rows.map((row, at) => rowSvg(row, TOP + (at + 0.5) * ROW, x)).join("\n")}
</svg>
`;
}

function rowSvg({ name, marks }: ForestRow, y: number, x: (share: number) => number): string {
  const label = `<text x="${LEFT - 12}" y="${y + 4}" text-anchor="end">${escaped(name)}</text>`;
  const drawn = marks.map((mark, at) => {
    if (mark === null) return "";
    const own = y + (marks.length === 1 ? 0 : (at - 0.5) * 10);
    return `<line class="s${at}" stroke-width="2" x1="${x(mark.low)}" x2="${x(mark.high)}" y1="${own}" y2="${own}"/>${shape(at, x(mark.mean), own)}`;
  });
  return label + drawn.join("");
}

/** Series differ in shape, not by colour alone. */
const shape = (series: number, x: number, y: number) =>
  series === 0
    ? `<circle class="s0" cx="${x}" cy="${y}" r="4"/>`
    : `<rect class="s1" stroke-width="2" x="${round(x - 3.5)}" y="${round(y - 3.5)}" width="7" height="7"/>`;

const round = (value: number) => Math.round(10 * value) / 10;

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
