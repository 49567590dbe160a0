"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { ErrorState } from "@/components/states/error-state";
import { Button } from "@/components/ui/button";
import { DropArea } from "./drop-area";
import { Formats } from "./formats";
import { ImportList } from "./import-list";
import { UploadList } from "./upload-list";
import { useUploads } from "./uploads";

export const PAGE = 20;

export function ImportClient({ initial }: { initial: ApiOutputs["library"]["imports"] }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [limit, setLimit] = useState(PAGE);
  const uploads = useUploads();
  const sending = uploads.some((upload) => upload.state === "sending");
  const finished = uploads.filter((upload) => upload.state !== "sending" && upload.state !== "waiting").length;
  const imports = useQuery({
    ...trpc.library.imports.queryOptions({ limit }),
    initialData: limit === PAGE ? initial : undefined,
    placeholderData: (previous) => previous,
    refetchInterval: (query) =>
      sending || query.state.data?.some((row) => row.status === "running" && !row.isSilent) ? 1_000 : 15_000,
  });
  // Each finished file changes what the other pages show.
  useEffect(() => {
    if (finished > 0) void queries.invalidateQueries();
  }, [finished, queries]);
  const rows = imports.data ?? [];
  return (
    <div className="mx-auto grid max-w-6xl gap-4 p-4 md:p-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="flex min-w-0 flex-col gap-4">
        <DropArea />
        <UploadList />
        <section aria-labelledby="imports" className="rounded-lg border border-line bg-panel">
          <h2 id="imports" className="border-line border-b px-4 py-2.5 font-semibold">
            Recent imports
          </h2>
          {imports.isError && rows.length === 0 ? (
            <ErrorState
              title="The imports could not be listed"
              detail={imports.error.message}
              onRetry={() => imports.refetch()}
            />
          ) : (
            <ImportList imports={rows} />
          )}
          {rows.length === limit && limit < 200 && (
            <div className="border-line border-t p-2 text-center">
              <Button size="sm" variant="ghost" onClick={() => setLimit(Math.min(200, limit * 3))}>
                Show more
              </Button>
            </div>
          )}
        </section>
      </div>
      <Formats />
    </div>
  );
}
