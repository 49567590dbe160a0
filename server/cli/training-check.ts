/** `swirl train --check`: what is known of a training run before it is launched. */
import { formatNumber } from "@/domain/format";
import type { TrainingCheck } from "@/domain/training/plan";
import type { Db } from "@/server/db";
import { previewLaunch } from "@/server/services/training/check";
import { align } from "./align";
import { print, printJson } from "./print";

/** Answers 0 where it could be launched, else 1. */
export async function showCheck(db: Db, given: Parameters<typeof previewLaunch>[1], isJson: boolean): Promise<number> {
  const { issues, check } = await previewLaunch(db, given);
  if (isJson) printJson({ config: given.config, issues, check });
  else {
    const faults = issues.map(({ path, line, message }) =>
      [line === null ? "" : `line ${line}: `, path === "" ? "" : `${path}: `, message].join(""),
    );
    print([given.config.trimEnd(), ...faults, ...(check ? [asText(check)] : [])].join("\n\n"));
  }
  return issues.length === 0 && check !== null && !check.warnings.some(({ blocks }) => blocks) ? 0 : 1;
}

function asText(check: TrainingCheck): string {
  const rows = [
    ["", ""],
    ["trajectories", formatNumber(check.trajectories)],
    ["sub-trajectories", formatNumber(check.subTrajectories)],
    ["distinct contexts", formatNumber(check.distinctContexts)],
    ["  too long", formatNumber(check.tooLong)],
    ["  tokens not counted", formatNumber(check.uncounted)],
    ["updates an epoch", formatNumber(check.stepsPerEpoch)],
    ["epochs", formatNumber(check.epochs, 2)],
    ["judge's calls, at most", formatNumber(check.judgeCalls)],
    ["policy", check.policy],
  ];
  const warnings = check.warnings.map(
    ({ message, blocks }) => `${blocks ? "Forbids the launch" : "Warning"}: ${message}`,
  );
  return [align(rows).trim(), ...warnings].join("\n");
}
