/** What is wrong with a training config, field by field, in sentences. */
import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/** The fields an issue is about, written as `optimiser.max_steps`: each unknown field is one of its own. */
export function issuePaths(issue: Issue): string[] {
  if (issue.code !== "unrecognized_keys") return [joined(issue.path)];
  return issue.keys.map((key) => joined([...issue.path, key]));
}

const joined = (path: readonly PropertyKey[]) => path.map(String).join(".");
