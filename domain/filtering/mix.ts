/** What arms are made of, as groups of bars: one group a position, length or tool, one value an arm. */
import type { ArmFigures } from "./figures";

/** `from` and `to` both included, counted from 1 for positions */
export type MixGroup = { from: number; to: number; counts: number[]; shares: (number | null)[] };
export type ToolGroup = { tool: string; counts: number[]; shares: (number | null)[] };

const MOST_GROUPS = 14;

/** Kept sub-trajectories by position of their step; the share is of the arm's sub-trajectories. */
export function positionMix(arms: readonly Pick<ArmFigures, "positions">[]): MixGroup[] {
  return binned(
    arms.map(({ positions }) => positions.map(({ step, subTrajectories }) => [step + 1, subTrajectories] as const)),
  );
}

/** Kept trajectories by number of kept steps; the share is of the arm's trajectories. */
export function lengthMix(arms: readonly Pick<ArmFigures, "lengths">[]): MixGroup[] {
  return binned(arms.map(({ lengths }) => lengths.map(({ steps, trajectories }) => [steps, trajectories] as const)));
}

/** Calls by tool, the most called first; beyond `limit` tools the rest are one group. The share is of the arm's calls. */
export function toolMixOf(arms: readonly Pick<ArmFigures, "tools">[], limit = 8): ToolGroup[] {
  const calls = new Map<string, number>();
  for (const { tools } of arms)
    for (const each of tools) calls.set(each.tool, (calls.get(each.tool) ?? 0) + each.calls);
  const names = [...calls].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([name]) => name);
  const own = names.length > limit ? names.slice(0, limit - 1) : names;
  const groups = own.map((tool) => ({ tool, has: (name: string) => name === tool }));
  if (names.length > own.length)
    groups.push({ tool: `${names.length - own.length} other tools`, has: (name) => !own.includes(name) });
  const totals = arms.map(({ tools }) => sum(tools.map((each) => each.calls)));
  return groups.map(({ tool, has }) => {
    const counts = arms.map(({ tools }) => sum(tools.filter((each) => has(each.tool)).map((each) => each.calls)));
    return { tool, counts, shares: sharesOf(counts, totals) };
  });
}

/** At most MOST_GROUPS groups of equal width from the least to the greatest value of any arm. */
function binned(arms: readonly (readonly (readonly [value: number, count: number])[])[]): MixGroup[] {
  const values = arms.flatMap((arm) => arm.map(([value]) => value));
  if (values.length === 0) return [];
  const least = values.reduce((a, b) => Math.min(a, b));
  const greatest = values.reduce((a, b) => Math.max(a, b));
  const width = Math.ceil((greatest - least + 1) / MOST_GROUPS);
  const totals = arms.map((arm) => sum(arm.map(([, count]) => count)));
  const groups: MixGroup[] = [];
  for (let from = least; from <= greatest; from += width) {
    const to = from + width - 1;
    const counts = arms.map((arm) =>
      sum(arm.filter(([value]) => value >= from && value <= to).map(([, count]) => count)),
    );
    groups.push({ from, to, counts, shares: sharesOf(counts, totals) });
  }
  return groups;
}

const sharesOf = (counts: readonly number[], totals: readonly number[]) =>
  counts.map((count, index) => (totals[index] ? count / totals[index] : null));

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
