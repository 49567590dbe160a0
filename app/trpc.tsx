"use client";
/** The typed API for client components: `useTRPC()` gives query and mutation options for React Query. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createTRPCClient,
  httpBatchStreamLink,
  httpLink,
  httpSubscriptionLink,
  splitLink,
  TRPCClientError,
} from "@trpc/client";
import type { inferRouterOutputs } from "@trpc/server";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import type { AppRouter } from "@/server/routers/root";

const context = createTRPCContext<AppRouter>();
export const useTRPC = context.useTRPC;
export const useTRPCClient = context.useTRPCClient;

/** An answer that says what is wrong with the request stays the same however often it is asked. */
function mayRetry(failures: number, error: unknown): boolean {
  const status = error instanceof TRPCClientError ? error.data?.httpStatus : undefined;
  return failures < 2 && !(typeof status === "number" && status >= 400 && status < 500);
}

function makeQueryClient() {
  return new QueryClient({ defaultOptions: { queries: { staleTime: 5_000, retry: mayRetry } } });
}

/** Without it a page would show the browser's own words, such as "Failed to fetch". */
const fetchOrSay: typeof fetch = async (input, init) => {
  try {
    return await fetch(input, init);
  } catch (error) {
    if (init?.signal?.aborted) throw error;
    throw new Error("The studio does not answer. See whether it is still running, then try again.");
  }
};

const LONGEST_ADDRESS = 4_000;
/** What asks for so much is sent in a body: the arms of an experiment fit into no address. */
const isLong = (input: unknown) => encodeURIComponent(JSON.stringify(input) ?? "").length > LONGEST_ADDRESS - 500;

let browserClient: QueryClient | undefined;

export function ApiProvider({ children }: { children: ReactNode }) {
  // A request on the server must never see another's data; the browser keeps one client for the tab's life.
  const [queryClient] = useState(() => {
    if (typeof window === "undefined") return makeQueryClient();
    browserClient ??= makeQueryClient();
    return browserClient;
  });
  // Streamed: in one batch the slowest answer would hold up the others.
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        splitLink({
          condition: (operation) => operation.type === "subscription",
          true: httpSubscriptionLink({ url: "/api/trpc" }),
          false: splitLink({
            condition: ({ type, input }) => type === "query" && isLong(input),
            true: httpLink({ url: "/api/trpc", methodOverride: "POST", fetch: fetchOrSay }),
            false: httpBatchStreamLink({ url: "/api/trpc", maxURLLength: LONGEST_ADDRESS, fetch: fetchOrSay }),
          }),
        }),
      ],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <context.TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </context.TRPCProvider>
    </QueryClientProvider>
  );
}

/** What each procedure answers. */
export type ApiOutputs = inferRouterOutputs<AppRouter>;
