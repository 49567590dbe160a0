"use client";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { ChooseTwo } from "@/components/ui/choose-two";
import { compareHref } from "./search-params";

/** The two training sets that are compared; each choice is an address. */
export function ChooseSets(props: {
  sets: readonly { id: number; name: string; arm: string }[];
  first: number | null;
  second: number | null;
}) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  return (
    <div aria-busy={isPending} className="border-line border-b bg-panel">
      <ChooseTwo
        kind="Training set"
        options={props.sets.map(({ id, name, arm }) => ({ value: String(id), label: name, hint: arm }))}
        a={props.first}
        b={props.second}
        onChoose={({ a, b }) => startTransition(() => router.replace(compareHref(a, b), { scroll: false }))}
      />
    </div>
  );
}
