"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Input, Label } from "@/components/ui/input";
import { PersonName } from "@/domain/judging/person";
import { setPerson } from "./person";

/** Asks for the name that rulings and labels are kept under. */
export function PersonDialog(props: {
  isOpen: boolean;
  /** Whose name stands in it at first */
  name: string | null;
  onClose: () => void;
  onNamed: (name: string) => void;
}) {
  const [text, setText] = useState(props.name ?? "");
  const parsed = PersonName.safeParse(text);
  return (
    <Dialog open={props.isOpen} onOpenChange={(open) => !open && props.onClose()}>
      <DialogContent
        title="Who are you?"
        description="Your rulings and labels are kept under this name, beside those of other judges and labellers."
      >
        <form
          className="mt-3 flex flex-col gap-1"
          onSubmit={(event) => {
            event.preventDefault();
            const name = parsed.success ? setPerson(parsed.data) : null;
            if (name !== null) props.onNamed(name);
          }}
        >
          <Label htmlFor="person-name">Your name</Label>
          <Input
            id="person-name"
            autoFocus
            maxLength={80}
            autoComplete="nickname"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <p className="text-faint text-xs">Remembered in this browser.</p>
          <div className="mt-3 flex justify-end gap-2">
            <Button onClick={props.onClose}>Cancel</Button>
            <Button type="submit" variant="primary" disabled={!parsed.success}>
              Continue
            </Button>
          </div>
        </form>
      </DialogContent>
    </Dialog>
  );
}
