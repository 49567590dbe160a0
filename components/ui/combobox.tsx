"use client";
import { Command } from "cmdk";
import { Check, ChevronDown } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "./button";
import { cn } from "./cn";
import { Popover, PopoverContent, PopoverTrigger } from "./popover";

export type ComboboxOption = { value: string; label: string; hint?: ReactNode };

const ITEM =
  "flex min-h-8 select-none items-center gap-2 rounded-md px-2 py-1 text-sm data-[selected=true]:bg-hover cursor-pointer";

/** The searchable list inside a popover, for one choice or several. */
export function OptionList(props: {
  label: string;
  options: readonly ComboboxOption[];
  selected: readonly string[];
  onSelect: (value: string) => void;
  placeholder?: string;
  empty?: string;
}) {
  return (
    <Command label={props.label} className="flex flex-col">
      <Command.Input
        placeholder={props.placeholder ?? "Search…"}
        className="h-9 border-line border-b bg-transparent px-3 text-sm outline-none placeholder:text-faint"
      />
      <Command.List className="max-h-72 overflow-auto p-1">
        <Command.Empty className="px-2 py-3 text-muted text-sm">{props.empty ?? "Nothing of that name."}</Command.Empty>
        {props.options.map((option) => (
          <Command.Item
            key={option.value}
            value={option.value}
            keywords={[option.label]}
            onSelect={() => props.onSelect(option.value)}
            className={ITEM}
          >
            <Check
              className={cn("size-3.5 shrink-0", props.selected.includes(option.value) ? "" : "invisible")}
              aria-hidden
            />
            <span className="min-w-0 flex-1 break-words">{option.label}</span>
            {option.hint !== undefined && <span className="shrink-0 text-faint tabular">{option.hint}</span>}
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}

/** A searchable choice of one among many. */
export function Combobox(props: {
  label: string;
  value: string | null;
  options: readonly ComboboxOption[];
  onChange: (value: string) => void;
  placeholder?: string;
  className?: string;
}) {
  const [open, setOpen] = useState(false);
  const chosen = props.options.find((option) => option.value === props.value);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button
          role="combobox"
          aria-expanded={open}
          aria-label={`${props.label}: ${chosen?.label ?? props.placeholder ?? "none chosen"}`}
          className={cn("justify-between border-edge font-normal", props.className)}
        >
          <span className="truncate">{chosen?.label ?? props.placeholder ?? "Choose…"}</span>
          <ChevronDown className="text-faint" aria-hidden />
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label={props.label} className="w-80 max-w-[calc(100vw-1rem)] p-0">
        <OptionList
          label={props.label}
          options={props.options}
          selected={props.value === null ? [] : [props.value]}
          onSelect={(value) => {
            props.onChange(value);
            setOpen(false);
          }}
        />
      </PopoverContent>
    </Popover>
  );
}
