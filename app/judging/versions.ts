/** Runs of one key under one heading: the newest version, and the older ones folded beneath it. */
export function groupVersions<Run extends { key: string; version: number }>(
  runs: readonly Run[],
): { newest: Run; older: Run[] }[] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) groups.set(run.key, [...(groups.get(run.key) ?? []), run]);
  return [...groups.values()].flatMap((group) => {
    const [newest, ...older] = group.toSorted((a, b) => b.version - a.version);
    return newest ? [{ newest, older }] : [];
  });
}
