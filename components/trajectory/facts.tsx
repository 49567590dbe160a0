import type { ReactNode } from "react";
import { formatNumber } from "@/domain/format";
import { showable, type TrajectoryView } from "@/domain/trajectory-view";
import { RelativeTime } from "../format/time";
import { PlainText } from "./plain-text";
import { withDots } from "./question-head";
import { ScrollRegion } from "./scroll-region";

/** Where a trajectory comes from and what was recorded about it. */
export function Facts({ view }: { view: TrajectoryView }) {
  const tokens = (count: number | null) => (count === null ? missing : formatNumber(count));
  return (
    <section aria-label="Metadata" className="border-line border-t px-3 py-2 md:px-4">
      <dl className="grid grid-cols-[repeat(auto-fill,minmax(180px,1fr))] gap-x-5 gap-y-1.5">
        <Fact name="Question set">
          {view.question.set} <span className="text-faint">· {view.question.key}</span>
        </Fact>
        <Fact name="Rollout run">
          {view.rolloutRun.name} <span className="text-faint">· {view.rolloutRun.purpose}</span>
        </Fact>
        <Fact name="Model">{view.model?.name ?? missing}</Fact>
        <Fact name="Sample">
          {view.sampleIndex + 1} <span className="text-faint">of {formatNumber(view.samples)} trajectories</span>
        </Fact>
        <Fact name="Recorded">
          <RelativeTime iso={view.createdAt} />
        </Fact>
        <Fact name="Tokens, prompt + completion">
          {view.promptTokens === null && view.completionTokens === null ? (
            missing
          ) : (
            <>
              {tokens(view.promptTokens)} + {tokens(view.completionTokens)}
            </>
          )}
        </Fact>
        <Fact name="Tool schemas">{view.tools === null ? missing : view.tools.map(showable).join(", ") || "none"}</Fact>
        <Fact name="Passages of the question">{formatNumber(view.question.passages)}</Fact>
      </dl>
      {view.question.solution && (
        <LongFact name="Worked solution">
          <PlainText text={withDots(view.question.solution)} className="max-w-[90ch]" />
        </LongFact>
      )}
      {view.metadata && (
        <LongFact name="Source's own fields">
          <ScrollRegion label="Source's own fields" className="max-h-40 overflow-auto">
            <PlainText text={withDots(view.metadata)} className="font-mono text-xs" />
          </ScrollRegion>
        </LongFact>
      )}
    </section>
  );
}

const missing = <span className="text-faint">not recorded</span>;

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-faint text-xs">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

function LongFact(props: { name: string; children: ReactNode }) {
  return (
    <dl className="mt-2">
      <Fact {...props} />
    </dl>
  );
}
