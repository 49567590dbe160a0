"use client";
import { type ReactNode, useId, useState } from "react";
import { Button } from "./button";
import { Dialog, DialogActions, DialogContent } from "./dialog";
import { Input, Label } from "./input";

/** Removes something for good: it asks before, and where a name is to be typed, waits for it. */
export function RemoveButton(props: {
  title: string;
  /** What goes, and what stays */
  description: ReactNode;
  /** On the button that does it */
  action: string;
  /** Typed before it can be done */
  name?: string;
  /** Why it failed */
  error: string | null;
  isRemoving: boolean;
  onRemove: () => void;
}) {
  const { name, isRemoving } = props;
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const field = useId();
  const isTyped = name === undefined || typed.trim() === name;
  const open = (next: boolean) => {
    setTyped("");
    setOpen(next);
  };
  return (
    <>
      <Button onClick={() => open(true)}>Remove</Button>
      <Dialog open={isOpen} onOpenChange={open}>
        <DialogContent title={props.title} description={props.description} isForm={name !== undefined}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (isTyped && !isRemoving) props.onRemove();
            }}
          >
            {name !== undefined && (
              <div className="mt-3 flex flex-col gap-1">
                <Label htmlFor={field}>
                  Type its name: <span className="select-all text-ink">{name}</span>
                </Label>
                <Input
                  id={field}
                  value={typed}
                  autoComplete="off"
                  spellCheck={false}
                  onChange={(event) => setTyped(event.target.value)}
                />
              </div>
            )}
            {props.error !== null && (
              <p role="alert" className="mt-3 text-danger-ink text-sm">
                {props.error}
              </p>
            )}
            <DialogActions>
              <Button onClick={() => open(false)}>Keep it</Button>
              <Button type="submit" variant="danger" disabled={!isTyped || isRemoving}>
                {isRemoving ? "Removing…" : props.action}
              </Button>
            </DialogActions>
          </form>
        </DialogContent>
      </Dialog>
    </>
  );
}
