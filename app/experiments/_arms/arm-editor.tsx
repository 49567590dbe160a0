"use client";
/** The form of one arm, beside the figures that follow it. What a mode does not ask for is not shown. */
import { useState } from "react";
import { FormField } from "@/app/settings/form-field";
import { MODE_WORDS } from "@/components/glyphs/mode-badge";
import { Button } from "@/components/ui/button";
import { Dialog, SheetContent } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import type { Names } from "@/domain/browse";
import { asksOutcome, FilterMode } from "@/domain/filter";
import { asksProcess } from "@/domain/filtering/filter";
import { formatCount, formatShare } from "@/domain/format";
import type { ArmErrors, ArmForm } from "../_plan/arm-form";
import type { ArmDraft } from "../_plan/draft";
import type { EvaluatedArm } from "../_plan/use-evaluation";
import { CapsFields } from "./caps-fields";
import { ChoiceField, Fold, NumberField } from "./fields";
import { HoldOutFields } from "./hold-out-fields";
import { OutcomeFields } from "./outcome-fields";
import { ProcessFields } from "./process-fields";
import { capsSay, holdOutSays, keptSays } from "./says";

const MODES = FilterMode.options.map((value) => ({ value, label: MODE_WORDS[value] }));

export function ArmEditor(props: {
  arm: ArmDraft;
  errors: ArmErrors;
  figures: EvaluatedArm | null;
  /** Why it cannot be evaluated */
  problem: string | null;
  isBusy: boolean;
  names: Names;
  onChange: (change: Partial<Pick<ArmDraft, "name" | "form">>) => void;
  onClose: () => void;
}) {
  const { arm, errors, names } = props;
  const { form } = arm;
  const [before] = useState(arm);
  const isChanged = JSON.stringify(arm) !== JSON.stringify(before);
  const change = (part: Partial<ArmForm>) => props.onChange({ form: { ...form, ...part } });
  const fields = { form, errors, names, onChange: change };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <SheetContent
        title={`Edit “${before.name}”`}
        description={<Standing {...props} />}
        className="w-[min(560px,94vw)]"
      >
        <div className="mt-3 flex flex-col">
          <div className="grid gap-3 border-line border-b pb-3 sm:grid-cols-2">
            <FormField id="arm-name" label="Name" error={errors.name}>
              {(control) => (
                <Input
                  {...control}
                  value={arm.name}
                  autoComplete="off"
                  onChange={(event) => props.onChange({ name: event.target.value })}
                />
              )}
            </FormField>
            <ChoiceField
              name="mode"
              label="Filter mode"
              value={form.mode}
              options={MODES}
              onChoose={(mode) => change({ mode })}
            />
          </div>
          {asksProcess(form.mode) && (
            <Fold title="Process" says="" isOpen>
              <ProcessFields {...fields} />
            </Fold>
          )}
          <Fold
            title="Outcome"
            says={asksOutcome(form.mode) ? "" : "only to say how much of it is correct"}
            isOpen={asksOutcome(form.mode)}
          >
            <OutcomeFields {...fields} />
          </Fold>
          <Fold title="What of it is kept" says={keptSays(form)}>
            {asksProcess(form.mode) && (
              <ChoiceField
                name="granularity"
                label="Of a trajectory that is not reasonable"
                value={form.granularity}
                options={[
                  { value: "trajectories", label: "nothing" },
                  { value: "prefixes", label: "the steps before the first that is not reasonable" },
                ]}
                onChoose={(granularity) => change({ granularity })}
              />
            )}
            <ChoiceField
              name="contexts"
              label="Equal contexts"
              hint="RL samples the action anew: an equal context twice is trained on twice."
              value={form.contexts}
              options={[
                { value: "each", label: "as often as they occur" },
                { value: "once", label: "once" },
              ]}
              onChoose={(contexts) => change({ contexts })}
            />
          </Fold>
          <Fold title="Caps" says={capsSay(form)}>
            <CapsFields {...fields} />
          </Fold>
          <Fold title="Held out" says={holdOutSays(form)}>
            <HoldOutFields {...fields} />
          </Fold>
          <Fold title="Draws" says={`seed ${form.seed}`}>
            <div className="sm:max-w-56">
              <NumberField {...fields} name="seed" label="Seed" hint="The same seed draws the same trajectories." />
            </div>
          </Fold>
        </div>
        <div className="mt-4 flex flex-wrap justify-end gap-2">
          <Button
            variant="ghost"
            disabled={!isChanged}
            onClick={() => props.onChange({ name: before.name, form: before.form })}
          >
            Undo these changes
          </Button>
          <Button variant="primary" onClick={props.onClose}>
            Done
          </Button>
        </div>
      </SheetContent>
    </Dialog>
  );
}

/** What the arm keeps at the moment. */
function Standing({ figures, problem, isBusy, errors }: Parameters<typeof ArmEditor>[0]) {
  if (problem !== null) return <span className="text-danger-ink">{problem}</span>;
  if (Object.keys(errors).some((field) => field !== "name")) return "A field needs another look.";
  if (figures === null) return isBusy ? "Evaluating…" : "Nothing is known of it yet.";
  const { trajectories, share, shareCorrect } = figures.figures;
  return (
    <span className={isBusy ? "opacity-70" : undefined} aria-live="polite">
      Keeps {formatCount(trajectories, "trajectory", "trajectories")}
      {share !== null && `, ${formatShare(share)} of the pool`}
      {shareCorrect && `; ${formatShare(shareCorrect.share)} of the labelled are correct`}.
    </span>
  );
}
