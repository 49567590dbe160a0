"use client";
import { FormField } from "@/app/settings/form-field";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Part } from "./part";

/** The end of a form that starts a run: its name, what it will take, and the button. */
export function StartPart(props: {
  /** "Judging run" */
  title: string;
  name: string;
  onName: (name: string) => void;
  nameError: string | undefined;
  cost: string;
  /** Why it was not started */
  error: string | undefined;
  isStarting: boolean;
  isPossible: boolean;
  /** "Judge 20 trajectories" */
  action: string;
}) {
  return (
    <Part title={props.title}>
      <FormField id="run-name" label="Name" error={props.nameError}>
        {(control) => <Input {...control} value={props.name} onChange={(event) => props.onName(event.target.value)} />}
      </FormField>
      <p className="text-muted tabular-nums">{props.cost}</p>
      {props.error !== undefined && (
        <p role="alert" className="text-danger-ink">
          The {props.title.toLowerCase()} was not started: {props.error}
        </p>
      )}
      <div>
        <Button type="submit" variant="primary" disabled={props.isStarting || !props.isPossible}>
          {props.isStarting ? "Starting…" : props.action}
        </Button>
      </div>
    </Part>
  );
}
