"use client";
import { Pencil, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button, IconButton } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { useToast } from "@/components/ui/toast";
import { type SavedView, ViewName } from "@/domain/browse";
import { useViews } from "./views-menu";

export function ManageViews({ views, onClose }: { views: readonly SavedView[]; onClose: () => void }) {
  const { remove, save } = useViews();
  const toast = useToast();
  const [editing, setEditing] = useState<number | null>(null);
  const drop = (view: SavedView) =>
    remove.mutate(
      { id: view.id },
      {
        onSuccess: () =>
          toast({
            title: `Deleted the view "${view.name}"`,
            action: (
              <Button size="sm" onClick={() => save.mutate({ name: view.name, href: view.href })}>
                Undo
              </Button>
            ),
          }),
        onError: (error) => toast({ title: "The view was not deleted", detail: error.message, tone: "danger" }),
      },
    );
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title="Saved views">
        <ul className="mt-3 flex flex-col divide-y divide-line">
          {views.map((view) => (
            <li key={view.id} className="flex min-h-10 items-center gap-2 py-1">
              {editing === view.id ? (
                <Rename view={view} onDone={() => setEditing(null)} />
              ) : (
                <>
                  <span className="min-w-0 flex-1 truncate">{view.name}</span>
                  <IconButton label={`Rename ${view.name}`} onClick={() => setEditing(view.id)}>
                    <Pencil aria-hidden />
                  </IconButton>
                  <IconButton label={`Delete ${view.name}`} onClick={() => drop(view)}>
                    <Trash2 aria-hidden />
                  </IconButton>
                </>
              )}
            </li>
          ))}
          {views.length === 0 && <li className="py-4 text-muted">No saved view is left.</li>}
        </ul>
      </DialogContent>
    </Dialog>
  );
}

function Rename({ view, onDone }: { view: SavedView; onDone: () => void }) {
  const { rename } = useViews();
  const [name, setName] = useState(view.name);
  const parsed = ViewName.safeParse(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (parsed.success) rename.mutate({ id: view.id, name: parsed.data }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit} className="flex min-w-0 flex-1 flex-wrap items-center gap-2">
      <Input
        autoFocus
        aria-label="New name"
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.target.value)}
        className="min-w-0 flex-1"
      />
      <Button type="submit" size="sm" variant="primary" disabled={!parsed.success || rename.isPending}>
        Rename
      </Button>
      <Button size="sm" onClick={onDone}>
        Cancel
      </Button>
      {rename.isError && (
        <p role="alert" className="basis-full text-danger-ink text-sm">
          {rename.error.message}
        </p>
      )}
    </form>
  );
}
