"use client";
import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type SelectOption = { value: string; label: ReactNode; hint?: ReactNode };

/** A choice of one among few; `label` is read by screen readers. Use `Combobox` where a list can be long. */
export function Select(props: {
  label: string;
  value: string;
  options: readonly SelectOption[];
  onChange: (value: string) => void;
  className?: string;
  placeholder?: string;
}) {
  return (
    <Radix.Root value={props.value} onValueChange={props.onChange}>
      <Radix.Trigger
        aria-label={props.label}
        className={cn(
          "inline-flex h-8 items-center gap-2 rounded-md border border-edge bg-panel px-2.5 text-ink text-sm hover:bg-hover",
          props.className,
        )}
      >
        <span className="min-w-0 flex-1 truncate text-left">
          <Radix.Value placeholder={props.placeholder} />
        </span>
        <Radix.Icon>
          <ChevronDown className="size-3.5 text-faint" aria-hidden />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-80 min-w-(--radix-select-trigger-width) overflow-hidden rounded-lg border border-line bg-raised p-1 shadow-pop"
        >
          <Radix.Viewport>
            {props.options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                className="flex h-8 select-none items-center gap-2 rounded-md pr-2 pl-7 text-sm outline-none data-[highlighted]:bg-hover relative"
              >
                <Radix.ItemIndicator className="absolute left-2">
                  <Check className="size-3.5" aria-hidden />
                </Radix.ItemIndicator>
                <Radix.ItemText>{option.label}</Radix.ItemText>
                {option.hint && <span className="ml-auto text-faint tabular">{option.hint}</span>}
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
