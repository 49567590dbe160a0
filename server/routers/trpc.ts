/** tRPC's building blocks: context, and the one place where errors become what a client may see. */
import { initTRPC, TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import { type ErrorCode, StudioError } from "@/domain/errors";
import { isPlainValue, PLAIN } from "@/domain/plain-text";
import { type Db, database } from "@/server/db";

export type Context = { db: Db };
export const createContext = (): Context => ({ db: database() });

const TRPC_CODES = {
  "not-found": "NOT_FOUND",
  conflict: "CONFLICT",
  invalid: "BAD_REQUEST",
  precondition: "PRECONDITION_FAILED",
  upstream: "BAD_GATEWAY",
} as const satisfies Record<ErrorCode, TRPCError["code"]>;

const t = initTRPC.context<Context>().create({
  // A proxy closes what is silent for a minute; a page takes a stream for dead after two pings missed.
  sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
  errorFormatter({ shape, error }) {
    // Only messages written for the user reach the client; the rest go to the server's log.
    const known = error.cause instanceof StudioError || error.code !== "INTERNAL_SERVER_ERROR";
    return known
      ? { ...shape, data: { ...shape.data, stack: undefined } }
      : {
          ...shape,
          message: "Something went wrong in the studio. The terminal it runs in shows what.",
          data: { ...shape.data, stack: undefined },
        };
  },
});

const errors = t.middleware(async ({ next, path }) => {
  const result = await next();
  if (result.ok) return result;
  const cause = result.error.cause;
  if (cause instanceof StudioError)
    throw new TRPCError({ code: TRPC_CODES[cause.code], message: cause.message, cause });
  if (cause instanceof ZodError && result.error.code === "BAD_REQUEST")
    throw new TRPCError({ code: "BAD_REQUEST", message: "The request does not have the expected shape.", cause });
  if (result.error.code === "INTERNAL_SERVER_ERROR") console.error(`tRPC ${path}:`, cause ?? result.error);
  return result;
});

/** What a column can hold in one schema and another forgets is asked of all: some keep what they are given as JSON. */
const plainTexts = t.middleware(async ({ next, getRawInput }) => {
  if (!isPlainValue(await getRawInput())) throw new TRPCError({ code: "BAD_REQUEST", message: PLAIN });
  return next();
});

export const router = t.router;
export const procedure = t.procedure.use(errors).use(plainTexts);
export const createCallerFactory = t.createCallerFactory;
