"use client";
/** What the arms are made of, as charts; each also as a table and a file. */
import { useMemo } from "react";
import { ArmGroupsChart, ArmIntervalsChart, ArmLegend } from "@/components/charts/arm-bars";
import { type ArmLook, armLooks } from "@/components/charts/arm-look";
import { ChartFrame } from "@/components/charts/chart-frame";
import { lengthMix, type MixGroup, positionMix, toolMixOf } from "@/domain/filtering/mix";
import { formatCount, formatInterval, formatNumber, formatShare } from "@/domain/format";
import type { EvaluatedArm, ShownArm } from "../_plan/use-evaluation";

export function Charts({ shown }: { shown: readonly ShownArm[] }) {
  const arms = useMemo(() => shown.map(({ arm }) => arm), [shown]);
  const looks = armLooks(arms.map(({ name, filter }) => ({ name, mode: filter.mode })));
  const figures = arms.map((arm) => arm.figures);
  const tools = toolMixOf(figures);
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Correctness arms={arms} looks={looks} />
      <Mix
        looks={looks}
        title="At which step the kept sub-trajectories are"
        fileName="positions-by-arm"
        xLabel="position of the step"
        yLabel="share of an arm's sub-trajectories"
        unit="sub-trajectory"
        units="sub-trajectories"
        groups={named(positionMix(figures))}
      />
      <Mix
        looks={looks}
        title="How many steps of a trajectory are kept"
        fileName="lengths-by-arm"
        xLabel="kept steps"
        yLabel="share of an arm's trajectories"
        unit="trajectory"
        units="trajectories"
        groups={named(lengthMix(figures))}
      />
      {tools.length > 0 && (
        <Mix
          looks={looks}
          title="Which tools the kept steps call"
          fileName="tools-by-arm"
          xLabel="tool"
          yLabel="share of an arm's calls"
          unit="call"
          units="calls"
          groups={tools.map(({ tool, ...group }) => ({ name: tool, ...group }))}
        />
      )}
    </div>
  );
}

type Group = Pick<MixGroup, "counts" | "shares"> & { name: string };

const named = (groups: readonly MixGroup[]): Group[] =>
  groups.map(({ from, to, ...group }) => ({ name: from === to ? String(from) : `${from}–${to}`, ...group }));

function Mix(props: {
  looks: readonly ArmLook[];
  title: string;
  fileName: string;
  xLabel: string;
  yLabel: string;
  unit: string;
  units: string;
  groups: readonly Group[];
}) {
  const { looks, groups, unit, units } = props;
  return (
    <ChartFrame
      title={props.title}
      legend={<ArmLegend arms={looks} />}
      fileName={props.fileName}
      data={{
        columns: [props.xLabel, ...looks.flatMap(({ name }) => [`${name}: ${units}`, `${name}: share`])],
        rows: groups.map(({ name, counts, shares }) => [
          name,
          ...looks.flatMap((_, arm) => [counts[arm] ?? null, shares[arm] ?? null]),
        ]),
      }}
      format={(value, column) => (column % 2 === 0 ? formatShare(value) : formatNumber(value))}
    >
      <ArmGroupsChart
        arms={looks}
        groups={groups.map(({ name, shares }) => ({ name, values: shares }))}
        xLabel={props.xLabel}
        yLabel={props.yLabel}
        isShare
        formatTick={(value) => formatShare(value, 0)}
        describe={(group, arm) => {
          const share = groups[group]?.shares[arm];
          if (share === null || share === undefined) return "nothing kept";
          return `${formatShare(share)}, ${formatCount(groups[group]?.counts[arm] ?? 0, unit, units)}`;
        }}
      />
    </ChartFrame>
  );
}

function Correctness({ arms, looks }: { arms: readonly EvaluatedArm[]; looks: readonly ArmLook[] }) {
  const values = arms.map(({ figures: { shareCorrect, isCorrectByConstruction } }) => ({
    value: shareCorrect?.share ?? null,
    low: isCorrectByConstruction ? null : (shareCorrect?.low ?? null),
    high: isCorrectByConstruction ? null : (shareCorrect?.high ?? null),
  }));
  const describe = (at: number) => {
    const { shareCorrect, isCorrectByConstruction } = arms[at]?.figures ?? {};
    if (!shareCorrect) return "nothing labelled";
    const { share, n } = shareCorrect;
    if (isCorrectByConstruction) return `${formatShare(share)} by construction, n = ${formatNumber(n)}`;
    return `${formatShare(share)} (${formatInterval(shareCorrect)}), n = ${formatNumber(n)}`;
  };
  return (
    <ChartFrame
      title="Share correct among what each arm keeps"
      description="Of the labelled, with Wilson 95 % intervals; what is 100 % by construction has none."
      fileName="share-correct-by-arm"
      data={{
        columns: ["Arm", "Correct", "Labelled", "Share correct", "Low", "High"],
        rows: arms.map(({ name, figures: { kept, shareCorrect } }, at) => {
          const { value = null, low = null, high = null } = values[at] ?? {};
          return [name, kept.correct, shareCorrect?.n ?? 0, value, low, high];
        }),
      }}
      format={(value, column) => (column < 3 ? formatNumber(value) : formatShare(value))}
    >
      <ArmIntervalsChart
        arms={looks}
        values={values}
        xLabel="arm"
        yLabel="correct, % of labelled"
        maximum={1}
        formatTick={(value) => formatShare(value, 0)}
        describe={describe}
      />
    </ChartFrame>
  );
}
