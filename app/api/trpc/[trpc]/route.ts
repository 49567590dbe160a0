import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { boundedRequest } from "@/server/routers/bounded-request";
import { appRouter } from "@/server/routers/root";
import { createContext } from "@/server/routers/trpc";

async function handler(request: Request): Promise<Response> {
  const bounded = await boundedRequest(request);
  if (bounded instanceof Response) return bounded;
  return fetchRequestHandler({
    ...{ endpoint: "/api/trpc", req: bounded, router: appRouter, createContext },
    // A question can be too long for an address.
    allowMethodOverride: true,
  });
}

export { handler as GET, handler as POST };
