import { RelativeTime } from "@/components/format/time";
import { Command } from "@/components/states/command";
import { formatNumber } from "@/domain/format";
import type { SamplePool } from "./sample-counts";

/** How the sample pool was made, and how to make it anew. */
export function SampleProvenance({ provenance }: { provenance: NonNullable<SamplePool["provenance"]> }) {
  const { model, recordedAt, command } = provenance;
  return (
    <>
      <p className="mt-2 text-muted">
        It is one round of the lab, recorded <RelativeTime iso={recordedAt} />: a model of{" "}
        {formatNumber(model.parameters)} parameters, trained from nothing, really wrote these trajectories to invented
        questions; a program really judged them; and the training runs really ran.
      </p>
      <div className="mt-2 flex flex-wrap items-center gap-2 text-muted">
        This makes it anew: <Command text={command} />
      </div>
    </>
  );
}
