/** Columns that queries on training runs read alike. */
import { z } from "zod";

/** A json column, which comes as text, parsed as what it holds. */
export const Json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema as z.ZodType<z.output<Schema>, unknown>);
