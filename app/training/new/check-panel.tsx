import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { formatCount, formatNumber } from "@/domain/format";
import type { Algorithm } from "@/domain/training/config";
import type { TrainingCheck } from "@/domain/training/plan";
import type { ConfigState } from "./use-config";

const POLICY: Record<TrainingCheck["policy"], { name: string; says: string }> = {
  "on-policy": { name: "on-policy", says: "the base's very weights generated it" },
  "off-policy": { name: "off-policy", says: "other weights generated it" },
  unknown: { name: "unknown", says: "no weights hash of the base, or of who generated it" },
};

/** What is known of the training run before it is launched. */
export function CheckPanel(props: {
  state: ConfigState;
  algorithm: Algorithm;
  /** What has to be chosen first */
  missing: string | null;
  onRetry: () => void;
}) {
  const { check, isBusy, error, issues } = props.state;
  if (check === null) {
    const failure = props.missing === null && !isBusy ? error : null;
    const unread = issues.length > 0 ? "Counted once the config can be read." : "";
    return (
      <div
        aria-live="polite"
        // About the room that the figures take: what stands below stays where it is when they come.
        className={`flex flex-wrap content-start items-center gap-3 ${isBusy ? "min-h-32" : ""}`}
      >
        <p className={failure === null ? "text-muted" : "text-danger-ink"}>
          {props.missing ?? (isBusy ? "Counting…" : (failure ?? unread))}
        </p>
        {failure !== null && (
          <Button size="sm" onClick={props.onRetry}>
            Try again
          </Button>
        )}
      </div>
    );
  }
  const unit = props.algorithm === "swirl" ? "contexts" : "sub-trajectories";
  return (
    <div aria-busy={isBusy} className={isBusy ? "opacity-70" : undefined}>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-2 sm:grid-cols-3 xl:grid-cols-4">
        <Figure name="Trajectories" value={formatNumber(check.trajectories)} />
        <Figure name="Sub-trajectories" value={formatNumber(check.subTrajectories)} />
        <Figure name="Distinct contexts" value={formatNumber(check.distinctContexts)} note={tooLong(check)} />
        <Figure name="Tokens a context" value={tokens(check)} note={tokensNote(check)} />
        <Figure
          name="Updates an epoch"
          value={formatNumber(check.stepsPerEpoch)}
          note={`${formatNumber(check.epochs, check.epochs < 10 ? 1 : 0)} epochs over the ${unit}`}
        />
        <Figure
          name="Judge calls"
          value={formatNumber(check.judgeCalls)}
          note={check.judgeCalls > 0 ? "at most: equal actions are asked about once" : "no judge is asked"}
        />
        <Figure name="Policy" value={POLICY[check.policy].name} note={POLICY[check.policy].says} />
      </dl>
      <p className="mt-2 text-faint text-xs">
        Tokens are those that the rollouts’ endpoints counted. The trainer counts by the base model’s tokenizer, and
        also leaves out what the model has no room for: the run’s page says what it trained on.
      </p>
      {check.warnings.length > 0 && (
        <ul className="mt-3 flex flex-col gap-1" aria-label="Warnings">
          {check.warnings.map(({ message, blocks }) => (
            <li
              key={message}
              className={
                blocks
                  ? "rounded-md border border-danger px-3 py-1.5 text-danger-ink"
                  : "rounded-md bg-warning-soft px-3 py-1.5 text-warning-ink"
              }
            >
              {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Figure({ name, value, note }: { name: string; value: ReactNode; note?: string | null }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted text-xs">{name}</dt>
      <dd className="font-medium tabular-nums">{value}</dd>
      {note && <dd className="text-faint text-xs">{note}</dd>}
    </div>
  );
}

const tooLong = ({ tooLong }: TrainingCheck) =>
  tooLong === 0 ? "none too long" : `${formatNumber(tooLong)} too long, left out`;

const tokens = ({ tokens }: TrainingCheck) =>
  tokens === null ? "not counted" : `${formatNumber(tokens.mean)} on average`;

function tokensNote({ tokens, uncounted }: TrainingCheck): string | null {
  if (tokens === null) return null;
  const parts = [`at most ${formatNumber(tokens.max)}`, `${formatNumber(tokens.total)} together`];
  if (uncounted > 0) parts.push(`${formatCount(uncounted, "context")} not counted`);
  return parts.join(", ");
}
