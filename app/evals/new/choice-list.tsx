"use client";
import { type ReactNode, useId, useState } from "react";
import { ScrollRegion } from "@/components/trajectory/scroll-region";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";
import { formatNumber } from "@/domain/format";

export type Choosable = {
  id: number;
  name: string;
  badge?: ReactNode;
  /** Beside the name */
  note: ReactNode;
  isDisabled?: boolean;
  /** Under it once it is chosen */
  more?: ReactNode;
};

const SEARCHED_FROM = 9;

/** Things to choose several of, by name; searched where they are many. */
export function ChoiceList(props: {
  title: string;
  items: readonly Choosable[];
  chosen: readonly number[];
  none: string;
  isScrolled?: boolean;
  onChange: (chosen: number[]) => void;
}) {
  const { title, items, chosen } = props;
  const [words, setWords] = useState("");
  const prefix = useId();
  const sought = words.trim().toLowerCase();
  const shown = items.filter(({ name }) => name.toLowerCase().includes(sought));
  // In the order in which they are listed, whatever the order of the clicks
  const toggle = (id: number, isOn: boolean) =>
    props.onChange(items.map((item) => item.id).filter((each) => (each === id ? isOn : chosen.includes(each))));
  const list = (
    <ul className="divide-y divide-line">
      {shown.map(({ id, name, badge, note, isDisabled = false, more }) => (
        <li key={id} className="px-3 py-1.5">
          <label
            htmlFor={`${prefix}-${id}`}
            className={cn("flex min-h-5 items-start gap-2.5", isDisabled ? "text-muted" : "cursor-pointer")}
          >
            <Checkbox
              id={`${prefix}-${id}`}
              className={cn("mt-0.5", isDisabled && "opacity-50")}
              checked={chosen.includes(id)}
              disabled={isDisabled}
              onCheckedChange={(checked) => toggle(id, checked === true)}
            />
            <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2.5">
              <span className="min-w-0 break-words font-medium">{name}</span>
              {badge}
              <span className="min-w-0 text-muted text-xs">{note}</span>
            </span>
          </label>
          {more}
        </li>
      ))}
      {shown.length === 0 && (
        <li className="px-3 py-3 text-muted">{items.length === 0 ? props.none : "Nothing of that name."}</li>
      )}
    </ul>
  );
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="float-left flex w-full items-baseline gap-2 font-semibold">
        {title}
        <span className="font-normal text-muted text-xs tabular-nums">
          {chosen.length > 0 && `${formatNumber(chosen.length)} of ${formatNumber(items.length)} chosen`}
        </span>
      </legend>
      {items.length >= SEARCHED_FROM && (
        <Input
          type="search"
          aria-label={`Find in ${title.toLowerCase()}`}
          placeholder="Find by name…"
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      )}
      {props.isScrolled ? (
        <ScrollRegion label={title} className="max-h-80 overflow-auto rounded-lg border border-line">
          {list}
        </ScrollRegion>
      ) : (
        <div className="rounded-lg border border-line">{list}</div>
      )}
    </fieldset>
  );
}
