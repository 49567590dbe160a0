import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ChartFrame } from "./chart-frame";
import { type Column, tableOf } from "./columns";

type Row = { name: string; share: number | null };
const COLUMNS: Column<Row>[] = [
  { name: "Arm", of: ({ name }) => name, href: ({ name }) => `/arms/${name}` },
  { name: "Share", of: ({ share }) => share, write: (value) => `${100 * value} %` },
];

test("a table has each value under its own header, with its writing and address", () => {
  const { data, format, linkOf } = tableOf(COLUMNS, [
    { name: "a", share: 0.5 },
    { name: "b", share: null },
  ]);
  expect(data).toEqual({
    columns: ["Arm", "Share"],
    rows: [
      ["a", 0.5],
      ["b", null],
    ],
  });
  expect(format(0.5, 1)).toBe("50 %");
  expect([linkOf(1, 0), linkOf(1, 1), linkOf(2, 0)]).toEqual(["/arms/b", null, null]);
});

test("a chart whose rows are longer or shorter than its header is not drawn", () => {
  const drawn = (row: string[]) =>
    renderToStaticMarkup(
      <ChartFrame title="t" fileName="t" data={{ columns: ["a", "b"], rows: [row] }}>
        -
      </ChartFrame>,
    );
  expect(drawn(["1", "2"])).toContain("figure");
  expect(() => drawn(["1", "2", "3"])).toThrow("3 values");
  expect(() => drawn(["1"])).toThrow("2 columns");
});
