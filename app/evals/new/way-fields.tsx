import { Checkbox } from "@/components/ui/checkbox";
import { EvalWay } from "@/domain/eval/plan";
import { WAY_WORDS } from "../_matrices/words";

const SAYS: Record<EvalWay, string> = {
  tools: "As trajectories of the set are generated, with its tools and steps.",
  alone: "What the model knows by itself: beside the other way, what the tools bring.",
};

/** Whether models answer with tools, in one step without any, or both. */
export function WayFields({ ways, onChange }: { ways: readonly EvalWay[]; onChange: (ways: EvalWay[]) => void }) {
  const toggle = (way: EvalWay, isOn: boolean) =>
    onChange(EvalWay.options.filter((each) => (each === way ? isOn : ways.includes(each))));
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="float-left w-full font-semibold">Ways of inferring</legend>
      {EvalWay.options.map((way) => (
        <label key={way} htmlFor={`eval-way-${way}`} className="flex cursor-pointer items-start gap-2.5">
          <Checkbox
            id={`eval-way-${way}`}
            className="mt-0.5"
            checked={ways.includes(way)}
            onCheckedChange={(checked) => toggle(way, checked === true)}
          />
          <span className="flex min-w-0 flex-wrap items-baseline gap-x-2.5">
            <span className="font-medium">{WAY_WORDS[way]}</span>
            <span className="text-muted text-xs">{SAYS[way]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
