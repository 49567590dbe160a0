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
  const [deleted, setDeleted] = useState<SavedView[]>([]);
  const failed = remove.error ?? save.error;
  const drop = (view: SavedView) =>
    remove.mutate({ id: view.id }, { onSuccess: () => setDeleted((current) => [...current, view]) });
  const restore = ({ name, href }: SavedView) =>
    save.mutate(
      { name, href },
      { onSuccess: () => setDeleted((current) => current.filter((view) => view.name !== name)) },
    );
  const close = () => {
    for (const { name, href } of deleted)
      toast({
        title: `Deleted the view "${name}"`,
        action: (
          <Button size="sm" onClick={() => save.mutate({ name, href })}>
            Undo
          </Button>
        ),
      });
    onClose();
  };
  return (
    <Dialog open onOpenChange={(open) => !open && close()}>
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
          {deleted.map((view) => (
            <li key={`deleted ${view.id}`} className="flex min-h-10 items-center gap-2 py-1 text-muted">
              <span className="min-w-0 flex-1 truncate">Deleted “{view.name}”</span>
              <Button size="sm" onClick={() => restore(view)}>
                Undo
              </Button>
            </li>
          ))}
          {views.length === 0 && deleted.length === 0 && <li className="py-4 text-muted">No saved view is left.</li>}
        </ul>
        {failed && (
          <p role="alert" className="mt-2 text-danger-ink text-sm">
            {failed.message}
          </p>
        )}
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
