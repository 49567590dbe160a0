"use client";
import { useId } from "react";
import { Switch } from "../ui/checkbox";
import type { ReadingPreferences } from "./preferences";

const NAMES = {
  thoughts: "Thoughts",
  observations: "Observations",
  rationales: "Rationales",
  metadata: "Metadata",
} as const satisfies Record<keyof ReadingPreferences, string>;
const ORDER = ["thoughts", "observations", "rationales", "metadata"] as const;

/** What of a trajectory is shown. */
export function ReadingSwitches(props: {
  preferences: ReadingPreferences;
  onFlip: (name: keyof ReadingPreferences) => void;
}) {
  const id = useId();
  return (
    <fieldset className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <legend className="sr-only">What is shown</legend>
      {ORDER.map((name) => (
        <span key={name} className="inline-flex items-center gap-1.5">
          <Switch
            id={`${id}-${name}`}
            checked={props.preferences[name]}
            onCheckedChange={() => props.onFlip(name)}
            aria-label={NAMES[name]}
          />
          <label htmlFor={`${id}-${name}`} className="text-muted text-xs">
            {NAMES[name]}
          </label>
        </span>
      ))}
    </fieldset>
  );
}
