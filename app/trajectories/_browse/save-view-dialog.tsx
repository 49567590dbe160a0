"use client";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogContent } from "@/components/ui/dialog";
import { Input, Label } from "@/components/ui/input";
import { useToast } from "@/components/ui/toast";
import { type SavedView, ViewName } from "@/domain/browse";
import { useViews } from "./views-menu";

export function SaveViewDialog(props: { href: string; views: readonly SavedView[]; onClose: () => void }) {
  const { save } = useViews();
  const toast = useToast();
  const [name, setName] = useState("");
  const parsed = ViewName.safeParse(name);
  const taken = props.views.some((view) => view.name === name.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!parsed.success) return;
    save.mutate(
      { name: parsed.data, href: props.href, replace: taken },
      {
        onSuccess: (view) => {
          toast({ title: `Saved the view "${view.name}"` });
          props.onClose();
        },
      },
    );
  };
  return (
    <Dialog open onOpenChange={(open) => !open && props.onClose()}>
      <DialogContent
        title="Save this view"
        description="Filter, sort order and columns, for everybody who uses this studio."
      >
        <form onSubmit={submit} className="mt-4 flex flex-col gap-1">
          <Label htmlFor="view-name">Name</Label>
          <Input
            id="view-name"
            autoFocus
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          {taken && <p className="text-sm text-warning-ink">There is a view of this name: saving replaces it.</p>}
          {save.isError && (
            <p role="alert" className="text-danger-ink text-sm">
              {save.error.message}
            </p>
          )}
          <DialogActions>
            <Button onClick={props.onClose}>Cancel</Button>
            <Button type="submit" variant="primary" disabled={!parsed.success || save.isPending}>
              {taken ? "Replace view" : "Save view"}
            </Button>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  );
}
