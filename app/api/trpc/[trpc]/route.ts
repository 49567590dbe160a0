import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { appRouter } from "@/server/routers/root";
import { createContext } from "@/server/routers/trpc";

const handler = (request: Request) =>
  fetchRequestHandler({
    ...{ endpoint: "/api/trpc", req: request, router: appRouter, createContext },
    // A question can be too long for an address.
    allowMethodOverride: true,
  });

export { handler as GET, handler as POST };
