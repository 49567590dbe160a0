"use client";
import Link from "next/link";
import { Part } from "@/app/judging/_parts/part";
import { FormField } from "@/app/settings/form-field";
import { NativeSelect } from "@/components/ui/input";
import { RadioCards } from "@/components/ui/radio-cards";
import type { FieldsProps } from "./form";

const ALGORITHMS = [
  { value: "swirl", name: "SWiRL", says: "Step-wise RL: samples actions anew" },
  { value: "sft", name: "SFT", says: "The baseline: learns recorded actions" },
] as const;
const REWARDS = [
  { value: "judge", name: "A judge", says: "Rules on each sampled action" },
  { value: "well-formed", name: "A rule", says: "1 for a well-formed action" },
] as const;

/** How it learns, and who rewards what it samples. */
export function RewardFields(props: FieldsProps) {
  const { draft, onChange } = props;
  return (
    <>
      <Part title="Algorithm">
        <RadioCards
          label="Algorithm"
          cards={ALGORITHMS}
          value={draft.algorithm}
          onChoose={(algorithm) => onChange({ algorithm })}
        />
      </Part>
      {draft.algorithm === "swirl" && <Reward {...props} />}
    </>
  );
}

function Reward({ draft, lists, onChange }: FieldsProps) {
  const { endpoints, templates } = lists;
  return (
    <Part title="Reward">
      <RadioCards label="Reward" cards={REWARDS} value={draft.reward} onChoose={(reward) => onChange({ reward })} />
      {draft.reward === "judge" && endpoints.length === 0 && (
        <p className="text-muted">
          A judge answers at an endpoint, and there is none yet:{" "}
          <Link href="/settings" className="underline hover:text-ink">
            Settings
          </Link>
          .
        </p>
      )}
      {draft.reward === "judge" && endpoints.length > 0 && (
        <div className="grid gap-3 sm:grid-cols-2">
          <FormField id="training-endpoint" label="Judge's endpoint" hint="As the cluster reaches it.">
            {(control) => (
              <NativeSelect
                {...control}
                value={draft.endpointId ?? ""}
                onChange={(event) => onChange({ endpointId: Number(event.target.value) })}
              >
                <option value="" disabled>
                  Choose an endpoint
                </option>
                {endpoints.map(({ id, name, servedName }) => (
                  <option key={id} value={id}>
                    {name === servedName ? name : `${name} (${servedName})`}
                  </option>
                ))}
              </NativeSelect>
            )}
          </FormField>
          <FormField id="training-template" label="Template" hint="How it is asked and read.">
            {(control) => (
              <NativeSelect
                {...control}
                value={draft.templateId ?? ""}
                onChange={(event) => onChange({ templateId: Number(event.target.value) })}
              >
                <option value="" disabled>
                  Choose a template
                </option>
                {templates.map(({ id, name, version }) => (
                  <option key={id} value={id}>
                    {name} v{version}
                  </option>
                ))}
              </NativeSelect>
            )}
          </FormField>
        </div>
      )}
    </Part>
  );
}
