/** Columns that several of these queries read alike. */
import { z } from "zod";

/** Timestamps leave the server as ISO strings. */
export const IsoTime = z.date().transform((time) => time.toISOString());
export const Id = z.int().positive();
export const Count = z.int().nonnegative();
