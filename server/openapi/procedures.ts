/** The studio's tRPC procedures as they are called over HTTP. Nothing transforms what they take or answer: it is plain JSON. */
import type { z } from "zod";
import { type AppRouter, appRouter } from "@/server/routers/root";
import { json, type Operation, REFUSED_AT_DOOR } from "./parts";
import type { Json, Schemas } from "./schemas";

type Procedure = { type: "query" | "mutation" | "subscription"; inputs: z.core.$ZodType[] };

/** By the first part of a procedure's name. */
export const ROUTERS = {
  agreement: "How far two judging runs agree",
  armTraining: "Training and evaluating all arms of an experiment",
  browse: "Trajectories: rows, counts, facets, neighbours, saved views",
  compare: "The four filter modes over a pool, and exports",
  corpus: "Corpora: what the search tool looks in",
  endpoint: "Endpoints and the models they serve",
  engine: "Training engines",
  eval: "Evals: what models come to on question sets",
  evalFigures: "Figures of evals",
  experiment: "Experiments: filters compared on one pool",
  judging: "Judging runs, templates, a person's rulings, and what flipped between two runs",
  labelling: "Labelling runs, a person's outcomes, and where two runs disagree",
  launch: "Launching training runs",
  library: "What the studio holds: imports, question sets, judging and labelling runs, names, the sample pool",
  lineage: "What went into a thing, and what came of it",
  model: "Models and their lineage",
  review: "Reviews: samples that people rule on",
  rollout: "Rollout runs",
  round: "Rounds: a model generates again on what it was trained on",
  runs: "Where rollout, judging and labelling runs stand; pausing, resuming, cancelling",
  trainingRun: "Training runs: where they stand, their figures and sampled actions",
  trainingSet: "Training sets: what filters kept, frozen",
  trajectory: "One trajectory: its page, its steps, the exact texts behind them",
} as const satisfies Record<keyof AppRouter["_def"]["record"], string>;

/** Codes that `data.code` of an error may have, beside those of tRPC itself. */
const CODES = ["NOT_FOUND", "CONFLICT", "BAD_REQUEST", "PRECONDITION_FAILED", "BAD_GATEWAY", "INTERNAL_SERVER_ERROR"];

export const PROCEDURE_ERROR: Json = {
  type: "object",
  properties: {
    error: {
      type: "object",
      properties: {
        message: { type: "string", description: "A sentence that says what to do" },
        code: { type: "integer", description: "JSON-RPC's number of the error" },
        data: {
          type: "object",
          properties: {
            code: { type: "string", description: `${CODES.join(", ")}, or another of tRPC's` },
            httpStatus: { type: "integer" },
            path: { type: "string", description: "The procedure" },
          },
          required: ["code", "httpStatus"],
        },
      },
      required: ["message", "code", "data"],
    },
  },
  required: ["error"],
};

const RESPONSES = {
  "200": {
    description: "What it answers, as JSON; nothing where it answers nothing.",
    content: json({
      type: "object",
      properties: { result: { type: "object", properties: { data: {} } } },
      required: ["result"],
    }),
  },
  "401": REFUSED_AT_DOOR,
  default: {
    description: "It could not be done.",
    content: json({ $ref: "#/components/schemas/ProcedureError" }),
  },
};

const POSTED = {
  ...RESPONSES,
  "415": {
    description: "The content type must be application/json, also where it takes nothing.",
    content: { "text/plain": { schema: { type: "string" } } },
  },
};

/** What is posted where nothing is taken. */
const NOTHING: Json = { type: "object", maxProperties: 0 };

const STREAM = {
  "200": {
    description:
      "Server-sent events: `connected` first, then one message for each answer, whose data is JSON; `ping` in between.",
    content: { "text/event-stream": { schema: { type: "string" } } },
  },
  "401": REFUSED_AT_DOOR,
};

/** Paths with their operations. What they take is put among `schemas`. */
export function procedurePaths(schemas: Schemas): Record<string, Record<string, Operation>> {
  const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: Procedure }>);
  return Object.fromEntries(
    procedures.map(([name, { _def }]) => [`/api/trpc/${name}`, operationsOf(name, _def, schemas)]),
  );
}

function operationsOf(name: string, { type, inputs }: Procedure, schemas: Schemas): Record<string, Operation> {
  const [input, more] = inputs;
  if (more) throw new Error(`${name} takes its input by two schemas: the document knows one.`);
  const taken = input === undefined ? null : { schema: schemas.add(name, input), isRequired: !takesNothing(input) };
  const said = { operationId: name, tags: [name.split(".")[0] ?? name], summary: name };
  const asked = { ...said, ...(taken && { parameters: [inputParameter(taken)] }) };
  if (type === "subscription") return { get: { ...asked, responses: STREAM } };
  const body = { requestBody: { required: true, content: json(taken?.schema ?? NOTHING) } };
  if (type === "mutation") return { post: { ...said, ...body, responses: POSTED } };
  return {
    get: { ...asked, responses: RESPONSES },
    // An address has its length; a body has room for more.
    post: {
      ...said,
      operationId: `${name}.post`,
      description: "The same, for an input that is too long for an address.",
      ...body,
      responses: POSTED,
    },
  };
}

type Taken = { schema: Json; isRequired: boolean };

const inputParameter = ({ schema, isRequired }: Taken): Json => ({
  name: "input",
  in: "query",
  required: isRequired,
  description: "JSON, percent-encoded",
  content: json(schema),
});

const takesNothing = (input: z.core.$ZodType): boolean => "optin" in input._zod && input._zod.optin === "optional";
