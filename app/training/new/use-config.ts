"use client";
/** The config that goes with the form's choices: re-made when a choice changes, checked when it is edited. */
import { useEffect, useRef, useState } from "react";
import { type ApiOutputs, useTRPCClient } from "@/app/trpc";
import type { TrainingResources } from "@/domain/training/engine";
import type { TrainingChoice } from "@/domain/training/plan";

type Suggestion = ApiOutputs["launch"]["defaults"];
export type ConfigState = Pick<Suggestion, "issues" | "check" | "kept"> & {
  text: string;
  recipe: string;
  name: string;
  resources: TrainingResources | null;
  isBusy: boolean;
  /** Why there is no answer */
  error: string | null;
};

const PAUSE_MS = 500;
const EMPTY: ConfigState = {
  ...{ text: "", recipe: "", name: "", resources: null, isBusy: false, error: null },
  ...{ issues: [], check: null, kept: [] },
};

/** `first`: the text to begin with, instead of the recipe. */
export function useConfig(choice: TrainingChoice | null, resources: TrainingResources | null, first: string | null) {
  const client = useTRPCClient();
  const [state, setState] = useState<ConfigState>({ ...EMPTY, text: first ?? "" });
  // What was asked last: an answer to anything before it comes too late.
  const asked = useRef(0);
  const latest = useRef({ text: first ?? "", recipe: "" });
  // Whether the recipe is still that of an earlier choice.
  const isBehind = useRef(true);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const wanted = choice && JSON.stringify({ choice, resources });

  function change(part: Partial<ConfigState>) {
    if (part.text !== undefined) latest.current.text = part.text;
    if (part.recipe !== undefined) {
      latest.current.recipe = part.recipe;
      isBehind.current = false;
    }
    setState((current) => ({ ...current, ...part }));
  }
  async function ask(work: () => Promise<Partial<ConfigState>>) {
    clearTimeout(timer.current);
    const number = ++asked.current;
    change({ isBusy: true });
    try {
      const part = await work();
      if (number === asked.current) change({ ...part, isBusy: false, error: null });
    } catch (error) {
      if (number === asked.current) change({ isBusy: false, check: null, error: messageOf(error) });
    }
  }

  async function suggest() {
    if (choice === null) return;
    isBehind.current = true;
    await ask(async () => {
      const { text, recipe } = latest.current;
      const edited = recipe !== "" && text !== recipe ? { recipe, config: text } : null;
      const given = await client.launch.defaults.mutate({ choice, resources, edited });
      // A cloned run's config stands as it was, whatever the recipe says today.
      if (recipe === "" && text !== "") {
        const checked = await client.launch.check.mutate({ choice, config: text, resources: given.resources });
        if (checked.issues.length === 0)
          return { ...checked, text, recipe: given.recipe, name: given.name, resources: given.resources, kept: [] };
        // What it was launched with is elsewhere by now, or another studio's: that the choices decide, the rest stays.
        const changed = { recipe: given.recipe, config: text };
        const { config, ...others } = await client.launch.defaults.mutate({ choice, resources, edited: changed });
        return { ...others, text: config };
      }
      const { config, ...others } = given;
      return { ...others, text: config };
    });
  }
  useEffect(() => void suggest(), [wanted]);

  function edit(text: string) {
    change({ text, kept: [] });
    clearTimeout(timer.current);
    // An answer that is under way would put back the text before.
    asked.current++;
    timer.current = setTimeout(() => (isBehind.current ? suggest() : check(text)), PAUSE_MS);
  }
  function check(config: string) {
    if (choice === null || state.resources === null) return;
    const asks = { choice, config, resources: resources ?? state.resources };
    void ask(() => client.launch.check.mutate(asks));
  }
  function reset() {
    change({ text: latest.current.recipe, kept: [] });
    check(latest.current.recipe);
  }
  return { state, edit, reset, retry: suggest };
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : "The studio does not answer.");
