import { holdsSample, type SampleCounts } from "@/app/_home/sample-counts";
import { LoadSamplePool, RemoveSamplePool } from "@/app/_home/sample-pool";
import { SampleBadge } from "@/components/states/sample-note";
import { formatCount } from "@/domain/format";
import { Section } from "./section";

export function SampleSection({ sample }: { sample: SampleCounts }) {
  return (
    <Section
      id="sample"
      title={
        <span className="inline-flex items-center gap-2">
          Sample pool <SampleBadge />
        </span>
      }
    >
      {holdsSample(sample) ? (
        <>
          <p className="mb-3 text-muted">
            {formatCount(
              sample.trajectories - sample.ownTrajectories,
              "simulated trajectory",
              "simulated trajectories",
            )}{" "}
            on {formatCount(sample.questions, "invented question")}, with{" "}
            {formatCount(sample.judgingRuns, "simulated judging run")}.
          </p>
          <RemoveSamplePool counts={sample} />
        </>
      ) : (
        <>
          <p className="mb-3 text-muted">
            It is not loaded. It is made by code, the same every time, and labelled as simulated wherever it shows.
          </p>
          <LoadSamplePool />
        </>
      )}
    </Section>
  );
}
