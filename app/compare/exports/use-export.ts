"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/app/trpc";
import { useToast } from "@/components/ui/toast";

/** Prepares an export and lets the browser download it; its row is made first, so that the page can follow it. */
export function useExport() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const show = useToast();
  return useMutation(
    trpc.compare.prepareExport.mutationOptions({
      onSuccess: (id) => {
        startDownload(id);
        return queries.invalidateQueries(trpc.compare.exports.queryFilter());
      },
      onError: (error) => show({ title: "The export did not start", detail: error.message, tone: "danger" }),
    }),
  );
}

/** The browser saves it as it saves any file: to disk, not to the page's memory. */
function startDownload(id: number): void {
  const link = document.createElement("a");
  link.href = `/api/export/${id}`;
  // The server names the file; the attribute keeps an error from replacing the page.
  link.download = "";
  document.body.append(link);
  link.click();
  link.remove();
}
