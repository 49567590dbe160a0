import { holdsSample, inWords, type SamplePool } from "@/app/_home/sample-counts";
import { LoadSamplePool, RemoveSamplePool } from "@/app/_home/sample-pool";
import { SampleProvenance } from "@/app/_home/sample-provenance";
import { SampleBadge } from "@/components/states/sample-note";
import { Section } from "./section";

export function SampleSection({ sample: { counts, provenance } }: { sample: SamplePool }) {
  return (
    <Section
      id="sample"
      title={
        <span className="inline-flex items-center gap-2">
          Sample pool <SampleBadge />
        </span>
      }
    >
      {holdsSample(counts) ? (
        <>
          <p className="text-muted">{`It holds ${inWords(counts)}.`}</p>
          {provenance && <SampleProvenance provenance={provenance} />}
          <div className="mt-3">
            <RemoveSamplePool counts={counts} />
          </div>
        </>
      ) : (
        <>
          <p className="mb-3 text-muted">
            It is not loaded. It is a recorded round of the lab that comes with the studio, labelled as a sample
            wherever it shows.
          </p>
          <LoadSamplePool />
        </>
      )}
    </Section>
  );
}
