"use client";
import { useRouter } from "next/navigation";
import { useId, useTransition } from "react";
import { Label, NativeSelect } from "@/components/ui/input";

/** One choice of a figure. Each choice is an address. */
export function ParamSelect(props: {
  label: string;
  name: string;
  value: string;
  options: readonly { value: string; label: string }[];
}) {
  const id = useId();
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const choose = (value: string) => {
    const address = new URL(window.location.href);
    address.searchParams.set(props.name, value);
    startTransition(() => router.replace(`${address.pathname}${address.search}`, { scroll: false }));
  };
  return (
    <div className="flex w-full min-w-0 flex-col gap-1 sm:w-72" aria-busy={isPending}>
      <Label htmlFor={id}>{props.label}</Label>
      <NativeSelect id={id} value={props.value} onChange={(event) => choose(event.target.value)}>
        {props.options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </NativeSelect>
    </div>
  );
}
