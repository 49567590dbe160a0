"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "@/app/trpc";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogContent } from "@/components/ui/dialog";
import { useToast } from "@/components/ui/toast";
import { formatCount } from "@/domain/format";
import type { Review } from "./review-page";

export function RemoveReview({ review }: { review: Review }) {
  const { id, name, items, people } = review;
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const toast = useToast();
  const [isOpen, setOpen] = useState(false);
  const remove = useMutation(
    trpc.review.remove.mutationOptions({
      onSuccess: async () => {
        toast({ title: `Removed the review "${name}"` });
        await queries.invalidateQueries({ queryKey: trpc.review.list.queryKey() });
        router.push("/reviews");
      },
    }),
  );
  const ruled = people.filter(({ done }) => done > 0).map(({ person }) => person);
  const stays =
    ruled.length === 0
      ? ""
      : ` What ${ruled.join(", ")} ruled stays in ${ruled.length === 1 ? "a judging run" : "their judging runs"}.`;
  return (
    <>
      <Button onClick={() => setOpen(true)}>Remove</Button>
      <Dialog open={isOpen} onOpenChange={setOpen}>
        <DialogContent
          title={`Remove "${name}"?`}
          description={`Its ${formatCount(items, "item")} with their probabilities, and who has done which, go and cannot be brought back.${stays}`}
        >
          {remove.isError && (
            <p role="alert" className="mt-3 text-danger-ink text-sm">
              {remove.error.message}
            </p>
          )}
          <DialogActions>
            <Button onClick={() => setOpen(false)}>Keep it</Button>
            <Button
              variant="danger"
              disabled={remove.isPending || remove.isSuccess}
              onClick={() => remove.mutate({ id })}
            >
              {remove.isPending ? "Removing…" : "Remove review"}
            </Button>
          </DialogActions>
        </DialogContent>
      </Dialog>
    </>
  );
}
