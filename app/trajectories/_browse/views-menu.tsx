"use client";
/** Saved views: the table's whole address under a name. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useTRPC } from "@/app/trpc";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { ManageViews } from "./manage-views";
import { SaveViewDialog } from "./save-view-dialog";

/** Refreshes the list of views after it was changed. */
export function useViews() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const list = useQuery(trpc.browse.views.list.queryOptions());
  const onSettled = () => queries.invalidateQueries({ queryKey: trpc.browse.views.list.queryKey() });
  return {
    list,
    save: useMutation(trpc.browse.views.save.mutationOptions({ onSettled })),
    rename: useMutation(trpc.browse.views.rename.mutationOptions({ onSettled })),
    remove: useMutation(trpc.browse.views.remove.mutationOptions({ onSettled })),
  };
}

export function ViewsMenu({ href }: { href: string }) {
  const views = useViews();
  const [dialog, setDialog] = useState<"save" | "manage" | null>(null);
  const mine = (views.list.data ?? []).filter((view) => /^\/trajectories(\?|$)/.test(view.href));
  const current = mine.find((view) => view.href === href);
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button aria-label={current ? `View: ${current.name}` : "Views"}>
            <Bookmark aria-hidden className={current ? "fill-current" : undefined} />
            <span className="max-w-40 truncate">{current?.name ?? "Views"}</span>
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent className="max-w-80">
          <DropdownMenuLabel>Saved views</DropdownMenuLabel>
          {mine.map((view) => (
            <DropdownMenuItem key={view.id} asChild>
              <Link href={view.href} aria-current={view.id === current?.id ? "true" : undefined}>
                <span className="min-w-0 flex-1 truncate">{view.name}</span>
              </Link>
            </DropdownMenuItem>
          ))}
          {mine.length === 0 && (
            <p className="px-2 py-1 text-muted text-sm">None yet. A view keeps filter, order and columns.</p>
          )}
          <DropdownMenuSeparator />
          <DropdownMenuItem onSelect={() => setDialog("save")}>Save this view…</DropdownMenuItem>
          {mine.length > 0 && (
            <DropdownMenuItem onSelect={() => setDialog("manage")}>Rename or delete…</DropdownMenuItem>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
      {dialog === "save" && <SaveViewDialog href={href} views={mine} onClose={() => setDialog(null)} />}
      {dialog === "manage" && <ManageViews views={mine} onClose={() => setDialog(null)} />}
    </>
  );
}
