"use client";
/** Whether the reader thinks the final answer right: given at once, kept on the server, shown like any labeller's. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "@/app/trpc";
import { OutcomeGlyph } from "@/components/glyphs/outcome-glyph";
import { cn } from "@/components/ui/cn";
import { useToast } from "@/components/ui/toast";
import type { TrajectoryView } from "@/domain/trajectory-view";
import { usePerson } from "./person";
import { PersonDialog } from "./person-dialog";

export function YourOutcome({ view }: { view: TrajectoryView }) {
  const router = useRouter();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const toast = useToast();
  const person = usePerson();
  const [given, setGiven] = useState<{ person: string; correct: boolean | null } | null>(null);
  const [asked, setAsked] = useState<{ correct: boolean | null } | "name" | null>(null);
  const labelling = useMutation(
    trpc.labelling.labelByPerson.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries(trpc.trajectory.samples.queryFilter());
        router.refresh();
      },
      onError: (error) => {
        setGiven(null);
        toast({ title: "Your label was not kept", detail: error.message, tone: "danger" });
      },
    }),
  );
  const kept = view.outcomes.find(({ kind, name, isNewest }) => kind === "human" && isNewest && name === person);
  const mine = given !== null && given.person === person ? given.correct : (kept?.correct ?? null);
  const label = (name: string, correct: boolean | null) => {
    setGiven({ person: name, correct });
    labelling.mutate({ trajectoryId: view.id, person: name, correct });
  };
  const press = (correct: boolean | null) => (person === null ? setAsked({ correct }) : label(person, correct));
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields */}
      <span role="group" aria-label="Your label" className="inline-flex h-6 items-center gap-0.5">
        <button
          type="button"
          onClick={() => setAsked("name")}
          title={person === null ? "Say your name" : `Labelling as ${person}; press to change`}
          className="mr-1 rounded text-faint text-xs hover:text-ink hover:underline"
        >
          Your label
        </button>
        {([true, false] as const).map((correct) => {
          const word = correct ? "correct" : "incorrect";
          return (
            <button
              key={word}
              type="button"
              aria-pressed={mine === correct}
              aria-label={word}
              title={word}
              onClick={() => press(mine === correct ? null : correct)}
              className={cn(
                "rounded p-1 hover:bg-hover",
                mine === correct ? "bg-selected ring-1 ring-accent-ink ring-inset" : "ring-1 ring-line ring-inset",
              )}
            >
              <OutcomeGlyph outcome={word} label="" />
            </button>
          );
        })}
        {mine !== null && (
          <button
            type="button"
            aria-label="Take the label back"
            title="Take the label back"
            onClick={() => press(null)}
            className="rounded p-1 text-faint hover:bg-hover hover:text-ink"
          >
            <X className="size-3.5" aria-hidden />
          </button>
        )}
      </span>
      {asked !== null && (
        <PersonDialog
          isOpen
          name={person}
          onClose={() => setAsked(null)}
          onNamed={(name) => {
            if (asked !== "name") label(name, asked.correct);
            setAsked(null);
          }}
        />
      )}
    </>
  );
}
