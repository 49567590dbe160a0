/** The figures of a training run by update: thinned out, joined, with the intervals that belong to them. */
import { type Interval, wilson } from "../interval";

/** The figures of one update, or of the `n` updates from `from` to `step`: then means, with least and greatest values. */
export type Point = {
  from: number;
  step: number;
  n: number;
  values: Record<string, number | null>;
  low?: Record<string, number | null> | undefined;
  high?: Record<string, number | null> | undefined;
};

/** Points that a chart is given at most */
export const MOST_POINTS = 1_000;

/** How many updates a point stands for in a run of so many. */
export const bucketWidth = (updates: number): number => Math.max(1, Math.ceil((updates + 1) / MOST_POINTS));

/** What is known, with what came since: from `from` on, the new points replace the old ones. */
export function joinPoints(known: readonly Point[], from: number, fresh: readonly Point[]): Point[] {
  return [...known.filter((point) => point.from < from), ...fresh];
}

/** Points as narrow as they are wide in the widest of several series, so that these can be drawn together. */
export function widen(points: readonly Point[], width: number): Point[] {
  const buckets = new Map<number, Point[]>();
  for (const point of points) {
    const from = point.from - (point.from % width);
    buckets.set(from, [...(buckets.get(from) ?? []), point]);
  }
  return [...buckets].map(([from, members]) =>
    members.length === 1 && members[0] ? members[0] : merge(from, members),
  );
}

function merge(from: number, members: readonly Point[]): Point {
  const names = new Set(members.flatMap((member) => Object.keys(member.values)));
  const values: Record<string, number | null> = {};
  for (const name of names) {
    const known = members.flatMap((member) => {
      const value = member.values[name];
      return value === null || value === undefined ? [] : [{ value, n: member.n }];
    });
    const n = known.reduce((sum, each) => sum + each.n, 0);
    values[name] = n === 0 ? null : known.reduce((sum, each) => sum + each.value * each.n, 0) / n;
  }
  const step = Math.max(...members.map((member) => member.step));
  return { from, step, n: members.reduce((sum, member) => sum + member.n, 0), values };
}

/** Sampled actions that a point's share of reasonable ones is a share of: those that the judge could rule on. */
export function scoredActions({ n, values }: Point, actionsPerUpdate: number): number {
  return Math.round(n * actionsPerUpdate * (1 - (values.unscored_share ?? 0)));
}

/** Wilson's interval of a point's share of reasonable actions, taken as drawn independently; null where none was scored. */
export function reasonableInterval(point: Point, actionsPerUpdate: number): Interval | null {
  const share = point.values.reasonable_share;
  const scored = scoredActions(point, actionsPerUpdate);
  return share === null || share === undefined || scored === 0 ? null : wilson(Math.min(1, share) * scored, scored);
}
