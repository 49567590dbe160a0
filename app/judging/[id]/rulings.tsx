import Link from "next/link";
import type { ApiOutputs } from "@/app/trpc";
import { Num } from "@/components/format/number";
import { Share } from "@/components/format/share";
import { MARK_WORDS, VerdictGlyph } from "@/components/glyphs/verdict-glyph";
import { formatCount } from "@/domain/format";
import { Mark, ProcessLabel } from "@/domain/verdict";

type Run = ApiOutputs["judging"]["get"];

const MARK_OF: Record<ProcessLabel, Mark> = {
  reasonable: "reasonable",
  unreasonable: "unreasonable",
  unjudged: "none",
};

/** What the run ruled: steps by mark, trajectories by process label, the mean score. */
export function Rulings({ run }: { run: Run }) {
  const { summary } = run;
  const steps = Mark.options.reduce((sum, mark) => sum + summary.marks[mark], 0);
  return (
    <section aria-labelledby="rulings" className="min-w-0">
      <h2 id="rulings" className="font-semibold">
        Verdicts
      </h2>
      <p className="text-muted text-xs tabular-nums">
        {formatCount(summary.judged, "trajectory", "trajectories")} judged, {formatCount(steps, "step")}; mean score{" "}
        <Num
          value={summary.scoreCount === 0 ? null : summary.scoreSum / summary.scoreCount}
          digits={1}
          missing="not given"
        />
      </p>
      <div className="mt-2 grid gap-x-8 gap-y-4 sm:grid-cols-2">
        <Table title="Steps">
          {Mark.options.map((mark) => (
            <Row key={mark} mark={mark} name={MARK_WORDS[mark]} count={summary.marks[mark]} of={steps} />
          ))}
        </Table>
        <Table title="Trajectories">
          {ProcessLabel.options.map((label) => (
            <Row
              key={label}
              mark={MARK_OF[label]}
              name={
                // Without a judgment a trajectory is unjudged too: the link would open more than was counted.
                label === "unjudged" || summary.process[label] === 0 ? (
                  label
                ) : (
                  <Link
                    href={`/trajectories?judge=${run.id}&process=${label}`}
                    className="text-accent-ink hover:underline"
                  >
                    {label}
                  </Link>
                )
              }
              count={summary.process[label]}
              of={summary.judged}
            />
          ))}
        </Table>
      </div>
    </section>
  );
}

function Table({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div>
      <h3 className="border-line border-b pb-1 text-faint text-xs">{title}</h3>
      <ul className="pt-1">{children}</ul>
    </div>
  );
}

function Row(props: { mark: Mark; name: React.ReactNode; count: number; of: number }) {
  return (
    <li className="flex h-7 items-center gap-2">
      <VerdictGlyph mark={props.mark} label="" />
      <span className="min-w-0 flex-1 truncate">{props.name}</span>
      <Num value={props.count} />
      <span className="w-14 text-right text-faint text-xs">
        <Share count={props.count} of={props.of} />
      </span>
    </li>
  );
}
