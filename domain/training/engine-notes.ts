/** What of an engine that answers would still keep a job from running. */
import { formatNumber } from "../format";
import type { EngineReport, TrainingEngineSettings } from "./engine";

/** Sentences; none where nothing is known to be in the way. */
export function engineNotes({ resources }: Pick<TrainingEngineSettings, "resources">, report: EngineReport): string[] {
  if (report.nodes === 0) return ["No machine has joined the cluster: a job would wait until one does."];
  const notes: string[] = [];
  const short = (name: string, asked: number, { total, free }: EngineReport["cpus"]) => {
    const wish = `A job asks for ${amount(asked)} ${asked === 1 ? name : `${name}s`}`;
    if (asked > total)
      notes.push(
        `${wish} and the whole cluster has ${total === 0 ? "none" : formatNumber(total, 1)}: it would wait until one with more joins.`,
      );
    else if (free !== null && asked > free)
      notes.push(`${wish} and ${amount(free)} of ${amount(total)} are free: it would wait for others.`);
  };
  short("CPU", resources.cpus, report.cpus);
  short("GPU", resources.gpus, report.gpus);
  return notes;
}

const amount = (value: number) => formatNumber(value, Number.isInteger(value) ? 0 : 1);
