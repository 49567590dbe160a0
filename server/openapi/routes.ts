/** The route handlers of app/api: files in and out. */
import { z } from "zod";
import { Filter } from "@/domain/filtering/filter";
import { ImportReport } from "@/domain/import";
import type { OWN } from "@/server/services/export/http-query";
import { ExportFile, ExportFormatName } from "@/server/services/export/request";
import { file, inPath, inQuery, json, type Operation, REFUSED_AT_DOOR, refused } from "./parts";
import { poolParameters } from "./pool-parameters";
import { type Json, jsonSchema, type Schemas } from "./schemas";

const LINES = "application/x-ndjson";
const HEADERS_ONLY = {
  "204": { description: "Nothing: the file is made when it is asked for." },
  "401": REFUSED_AT_DOOR,
};
const EXPORTED = {
  "200": {
    ...file("The file, as it is made.", LINES, "application/gzip", "application/vnd.apache.parquet"),
    headers: {
      "x-swirl-export-id": { description: "The export's number", schema: { type: "integer" } },
      "x-swirl-expected-rows": { description: "How many rows it will have", schema: { type: "integer" } },
    },
  },
  "400": refused("A parameter that is unknown, or cannot be read."),
  "401": REFUSED_AT_DOOR,
  "404": refused("Something that is named is not there."),
  "412": refused("Something is missing for it."),
};

/** Paths with their operations. Shared shapes are put among `schemas`. */
export function routePaths(schemas: Schemas): Record<string, Record<string, Operation>> {
  const trajectory = { tags: ["files"], responses: { "404": refused("It is not there."), "401": REFUSED_AT_DOOR } };
  return {
    "/api/import": { post: importFile() },
    "/api/imports/{id}/rejects": {
      get: {
        operationId: "files.rejects",
        tags: ["files"],
        summary: "What an import put aside, as JSON Lines",
        parameters: [inPath("id", "The import")],
        responses: {
          "200": file("File, line, reason and text of each.", LINES),
          "401": REFUSED_AT_DOOR,
          "404": refused("There is no such import."),
        },
      },
    },
    "/api/export": {
      get: {
        operationId: "files.export",
        tags: ["files"],
        summary: "An export in one request",
        description:
          "A filter mode (mode and judging-run, or judge), a whole filter, or a training set. Without a condition the pool is what the judging run was made on.",
        parameters: [...exportParameters(schemas), ...poolParameters()],
        responses: EXPORTED,
      },
      head: { operationId: "files.export.head", tags: ["files"], summary: "Writes no export", responses: HEADERS_ONLY },
    },
    "/api/export/{id}": {
      get: {
        operationId: "files.prepared",
        tags: ["files"],
        summary: "The file of an export that compare.prepareExport made",
        parameters: [inPath("id", "The export")],
        responses: EXPORTED,
      },
      head: {
        operationId: "files.prepared.head",
        tags: ["files"],
        summary: "Writes no export",
        parameters: [inPath("id", "The export")],
        responses: HEADERS_ONLY,
      },
    },
    "/api/trajectories/{id}/raw": {
      get: {
        operationId: "files.raw",
        tags: trajectory.tags,
        summary: "A trajectory as one record of the studio's own format",
        parameters: [inPath("id", "The trajectory")],
        responses: { "200": file("One line.", LINES), ...trajectory.responses },
      },
    },
    "/api/trajectories/{id}/steps/{step}/context": {
      get: {
        operationId: "files.context",
        tags: trajectory.tags,
        summary: "What the model saw before an action, as a list of messages",
        parameters: [inPath("id", "The trajectory"), inPath("step", "The step, from 1")],
        responses: {
          "200": { description: "The messages.", content: json({ type: "array", items: { type: "object" } }) },
          ...trajectory.responses,
        },
      },
    },
    "/api/openapi.json": {
      get: {
        operationId: "files.openapi",
        tags: ["files"],
        summary: "This document",
        responses: {
          "200": { description: "OpenAPI 3.1.", content: json({ type: "object" }) },
          "401": REFUSED_AT_DOOR,
        },
      },
    },
  };
}

function importFile(): Operation {
  const report = json(jsonSchema(ImportReport));
  return {
    operationId: "files.import",
    tags: ["files"],
    summary: "Imports a file of any known format; gzip, too",
    parameters: [inQuery("name", z.string(), "The file's name")],
    requestBody: {
      required: true,
      description: "The file's bytes, of whatever length",
      content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
    },
    responses: {
      "200": { description: "It was imported.", content: report },
      "400": refused("There was no body."),
      "401": REFUSED_AT_DOOR,
      "422": { description: "It was refused, or the import failed: `message` says why.", content: report },
    },
  };
}

function exportParameters(schemas: Schemas): Json[] {
  const Id = z.int32().positive();
  const parameters: Record<(typeof OWN)[number], Json> = {
    format: inQuery("format", ExportFormatName, "What a row is; sub-trajectories"),
    file: inQuery("file", ExportFile, "jsonl"),
    gzip: inQuery("gzip", z.enum(["0", "1"]), "Whether JSON Lines are compressed; 0"),
    "judging-run": inQuery("judging-run", z.string(), "Whose verdicts decide: a name, NAME@2 or an id"),
    "labelling-run": inQuery("labelling-run", z.string(), "Whose outcomes decide: a name, NAME@2 or an id"),
    filter: {
      ...{ name: "filter", in: "query", required: false },
      description: "A whole filter in place of mode, judge and labels",
      content: json(schemas.add("Filter", Filter)),
    },
    "training-set": inQuery("training-set", Id, "What was frozen, in place of all but format, file and gzip"),
  };
  return Object.values(parameters);
}
