import fc from "fast-check";
import { expect, test } from "vitest";
import { layoutLineage } from "./layout";

test("a chain is a line, and what nothing came before stands next to what came of it", () => {
  const edges = [
    { from: "set", to: "rollout" },
    { from: "rollout", to: "filter" },
    { from: "filter", to: "training" },
    { from: "base", to: "training" },
  ];
  const { columns, places, routes } = layoutLineage(["training", "base", "filter", "rollout", "set"], edges);
  expect(columns).toBe(4);
  expect(Object.fromEntries([...places].map(([key, { column }]) => [key, column]))).toEqual({
    ...{ set: 0, rollout: 1, filter: 2, base: 2, training: 3 },
  });
  expect(routes.every(({ points }) => points.length === 2)).toBe(true);
});

test("an edge that passes a column has a place there", () => {
  const edges = [
    { from: "a", to: "b" },
    { from: "b", to: "c" },
    { from: "a", to: "c" },
  ];
  const { places, routes } = layoutLineage(["a", "b", "c"], edges);
  const [, , long] = routes;
  expect(long?.points.map(({ column }) => column)).toEqual([0, 1, 2]);
  expect(Math.abs((long?.points[1]?.row ?? 0) - (places.get("b")?.row ?? 0))).toBeGreaterThanOrEqual(0.5);
});

test("nothing at all has a layout", () => {
  expect(layoutLineage(["a"], [])).toMatchObject({ columns: 1, rows: 1, routes: [] });
});

const Graph = fc
  .array(fc.tuple(fc.nat(14), fc.nat(14)), { maxLength: 40 })
  .map((pairs) =>
    pairs.filter(([a, b]) => a !== b).map(([a, b]) => ({ from: `n${Math.min(a, b)}`, to: `n${Math.max(a, b)}` })),
  );

test("every edge leads right through each column between, and no two nodes overlap", () => {
  const keys = Array.from({ length: 15 }, (_, index) => `n${index}`);
  fc.assert(
    fc.property(Graph, fc.shuffledSubarray(keys, { minLength: 15 }), (edges, shuffled) => {
      const { columns, rows, places, routes } = layoutLineage(shuffled, edges);
      expect([...places.keys()].sort()).toEqual([...keys].sort());
      for (const [key, { column, row }] of places) {
        expect(column).toBeLessThan(columns);
        expect(row).toBeGreaterThanOrEqual(0.5 - 1e-9);
        expect(row).toBeLessThanOrEqual(rows - 0.5 + 1e-9);
        for (const [other, place] of places)
          if (other !== key && place.column === column)
            expect(Math.abs(place.row - row)).toBeGreaterThanOrEqual(1 - 1e-9);
      }
      expect(routes).toHaveLength(edges.length);
      for (const { from, to, points } of routes) {
        expect([points[0], points.at(-1)]).toEqual([places.get(from), places.get(to)]);
        expect(points.length).toBeGreaterThan(1);
        for (const [index, point] of points.slice(1).entries())
          expect(point.column).toBe((points[index]?.column ?? 0) + 1);
        // What passes a column passes between its nodes.
        for (const { column, row } of points.slice(1, -1))
          for (const place of places.values())
            if (place.column === column) expect(Math.abs(place.row - row)).toBeGreaterThanOrEqual(0.65 - 1e-9);
      }
    }),
  );
});
