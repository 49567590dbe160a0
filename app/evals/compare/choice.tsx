"use client";
import { ArrowLeftRight } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { IconButton } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { type Eval, hintOf } from "./words";

/** Chooses the question set and the two evals; each choice is an address. */
export function Choice(props: {
  sets: readonly { id: number; name: string }[];
  evals: readonly Eval[];
  set: number | null;
  a: number | null;
  b: number | null;
}) {
  const { sets, evals, set, a, b } = props;
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const open = (change: { set?: number | null; a?: number | null; b?: number | null }) => {
    const params = new URLSearchParams();
    for (const [name, value] of Object.entries({ set, a, b, ...change }))
      if (value !== null) params.set(name, String(value));
    startTransition(() => router.replace(`/evals/compare?${params}`, { scroll: false }));
  };
  const picker = (label: string, value: number | null, other: number | null, choose: (id: number) => void) => (
    <Combobox
      label={label}
      className="w-full sm:w-64"
      placeholder="choose an eval"
      value={value === null ? null : String(value)}
      options={evals
        .filter(({ run }) => run !== other)
        .map((one) => ({ value: String(one.run), label: one.modelName, hint: hintOf(one) }))}
      onChange={(id) => choose(Number(id))}
    />
  );
  return (
    <section
      aria-label="What is compared"
      aria-busy={isPending}
      className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-3 md:px-5"
    >
      <Combobox
        label="Question set"
        className="w-full sm:w-56"
        placeholder="choose a question set"
        value={set === null ? null : String(set)}
        options={sets.map(({ id, name }) => ({ value: String(id), label: name }))}
        onChange={(id) => open({ set: Number(id), a: null, b: null })}
      />
      {picker("First eval", a, b, (id) => open({ a: id }))}
      <IconButton label="Swap the two" disabled={a === null || b === null} onClick={() => open({ a: b, b: a })}>
        <ArrowLeftRight aria-hidden />
      </IconButton>
      {picker("Second eval", b, a, (id) => open({ b: id }))}
    </section>
  );
}
