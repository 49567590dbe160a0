"use client";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { ChooseTwo } from "@/components/ui/choose-two";
import { compareModelsHref } from "./address";

/** The two models that are compared; each choice is an address. */
export function ChooseModels(props: {
  models: readonly { id: number; name: string; kind: string | null }[];
  a: number | null;
  b: number | null;
}) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  return (
    <div aria-busy={isPending} className="border-line border-b bg-panel">
      <ChooseTwo
        kind="Model"
        options={props.models.map(({ id, name, kind }) => ({
          value: String(id),
          label: name,
          ...(kind !== null && { hint: kind }),
        }))}
        a={props.a}
        b={props.b}
        onChoose={({ a, b }) => startTransition(() => router.replace(compareModelsHref(a, b), { scroll: false }))}
      />
    </div>
  );
}
