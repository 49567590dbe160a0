"use client";
import { ArrowLeftRight } from "lucide-react";
import { IconButton } from "./button";
import { Combobox, type ComboboxOption } from "./combobox";

/** Two of the same kind, A and B, that are compared. */
export function ChooseTwo(props: {
  /** What each is: "Judging run" */
  kind: string;
  options: readonly ComboboxOption[];
  a: number | null;
  b: number | null;
  onChoose: (pair: { a: number | null; b: number | null }) => void;
}) {
  const { kind, options, a, b, onChoose } = props;
  const choice = (letter: "A" | "B", value: number | null, choose: (id: number) => void) => (
    <span className="flex min-w-0 items-center gap-1.5">
      <span className="font-medium text-muted">{letter}</span>
      <Combobox
        label={`${kind} ${letter}`}
        className="w-64 max-w-full"
        value={value === null ? null : String(value)}
        options={options}
        onChange={(text) => choose(Number(text))}
      />
    </span>
  );
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3 md:px-5">
      {choice("A", a, (id) => onChoose({ a: id, b }))}
      <IconButton label="Swap A and B" disabled={a === null || b === null} onClick={() => onChoose({ a: b, b: a })}>
        <ArrowLeftRight aria-hidden />
      </IconButton>
      {choice("B", b, (id) => onChoose({ a, b: id }))}
    </div>
  );
}
