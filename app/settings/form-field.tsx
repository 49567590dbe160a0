import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { Label } from "@/components/ui/input";

/** What a control needs so that its label, hint and error are read with it. */
export type ControlProps = { id: string; "aria-describedby": string; "aria-invalid": boolean };

/** A labelled control with what is wrong with it, or else a hint, beneath. */
export function FormField(props: {
  id: string;
  label: string;
  hint?: ReactNode;
  error?: string;
  className?: string;
  children: (control: ControlProps) => ReactNode;
}) {
  const note = `${props.id}-note`;
  return (
    <div className={cn("flex min-w-0 flex-col gap-1", props.className)}>
      <Label htmlFor={props.id}>{props.label}</Label>
      {props.children({ id: props.id, "aria-describedby": note, "aria-invalid": props.error !== undefined })}
      <p id={note} className={cn("text-xs", props.error === undefined ? "text-faint" : "text-danger-ink")}>
        {props.error ?? props.hint}
      </p>
    </div>
  );
}
