"use client";
import { RadioGroup } from "radix-ui";

export type RadioCard<Value extends string> = { value: Value; name: string; says: string };

/** One of a few choices that need a word of explanation each; the arrow keys go from one to the next. */
export function RadioCards<Value extends string>(props: {
  label: string;
  cards: readonly RadioCard<Value>[];
  value: Value;
  onChoose: (value: Value) => void;
}) {
  return (
    <RadioGroup.Root
      aria-label={props.label}
      value={props.value}
      onValueChange={(chosen) => {
        const card = props.cards.find(({ value }) => value === chosen);
        if (card) props.onChoose(card.value);
      }}
      className="flex flex-wrap gap-2"
    >
      {props.cards.map(({ value, name, says }) => (
        <RadioGroup.Item
          key={value}
          value={value}
          className="flex min-w-36 flex-1 flex-col items-start rounded-md border border-line-strong px-3 py-1.5 text-left hover:bg-hover data-[state=checked]:border-accent-ink data-[state=checked]:bg-selected"
        >
          <span className="font-medium">{name}</span>
          <span className="text-muted text-xs">{says}</span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
