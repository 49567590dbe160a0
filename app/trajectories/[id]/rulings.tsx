"use client";
/** A person's own rulings on the steps of the page: given at once, kept on the server, shown like any judge's. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import { useTRPC } from "@/app/trpc";
import { useToast } from "@/components/ui/toast";
import type { StepView } from "@/domain/trajectory-view";
import type { Rating } from "@/domain/verdict";
import { usePerson } from "./person";
import { PersonDialog } from "./person-dialog";

type Rulings = {
  person: string | null;
  /** The person's ruling on a step; null where there is none */
  on: (step: StepView) => Rating | null;
  /** Rules, or takes the ruling back with null; asks for a name first where none is known */
  rule: (step: number, rating: Rating | null) => void;
  askName: () => void;
};

const RulingsContext = createContext<Rulings | null>(null);

/** null where nothing can be ruled on, such as side by side. */
export const useRulings = () => useContext(RulingsContext);

export function RulingsProvider({ trajectoryId, children }: { trajectoryId: number; children: ReactNode }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const toast = useToast();
  const person = usePerson();
  const [given, setGiven] = useState<ReadonlyMap<string, Rating | null>>(new Map());
  const [asked, setAsked] = useState<{ step: number; rating: Rating | null } | "name" | null>(null);
  const { data: run } = useQuery({
    ...trpc.judging.personRun.queryOptions({ person: person ?? "" }),
    enabled: person !== null,
  });

  const settled = useMemo(
    () => ({
      onSuccess: () => {
        // Steps further down were read once and kept.
        void queries.invalidateQueries(trpc.trajectory.steps.queryFilter());
        void queries.invalidateQueries(trpc.trajectory.verdicts.queryFilter());
        void queries.invalidateQueries(trpc.judging.personRun.queryFilter());
        router.refresh();
      },
      onError: (error: { message: string }, { person: name, step }: { person: string; step: number }) => {
        setGiven((current) => without(current, `${name}\n${step}`));
        toast({ title: `The ruling on step ${step + 1} was not kept`, detail: error.message, tone: "danger" });
      },
    }),
    [queries, router, toast, trpc],
  );
  const { mutate: keep } = useMutation(trpc.judging.ruleStep.mutationOptions(settled));
  const { mutate: retract } = useMutation(trpc.judging.retractRuling.mutationOptions(settled));

  const ruleAs = useCallback(
    (name: string, step: number, rating: Rating | null) => {
      setGiven((current) => new Map(current).set(`${name}\n${step}`, rating));
      if (rating === null) retract({ person: name, trajectoryId, step });
      else keep({ person: name, trajectoryId, step, rating });
    },
    [keep, retract, trajectoryId],
  );
  const rulings = useMemo<Rulings>(
    () => ({
      person,
      on: (step) => {
        const now = given.get(`${person}\n${step.index}`);
        if (now !== undefined) return now;
        return step.verdicts.find((verdict) => verdict.runId === run?.runId)?.rating ?? null;
      },
      rule: (step, rating) => (person === null ? setAsked({ step, rating }) : ruleAs(person, step, rating)),
      askName: () => setAsked("name"),
    }),
    [person, given, run, ruleAs],
  );
  return (
    <RulingsContext value={rulings}>
      {children}
      {asked !== null && (
        <PersonDialog
          isOpen
          name={person}
          onClose={() => setAsked(null)}
          onNamed={(name) => {
            if (asked !== "name") ruleAs(name, asked.step, asked.rating);
            setAsked(null);
          }}
        />
      )}
    </RulingsContext>
  );
}

function without(map: ReadonlyMap<string, Rating | null>, key: string): ReadonlyMap<string, Rating | null> {
  const next = new Map(map);
  next.delete(key);
  return next;
}
