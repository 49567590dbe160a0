import type pg from "pg";
import { z } from "zod";

const Row = z.object({
  id: z.int(),
  name: z.string(),
  version: z.int(),
  template: z.string(),
  templateVersion: z.coerce.number(),
});
export type TemplateVersionRun = z.infer<typeof Row>;

const MOST = 8;

/** The judging runs made with any version of the judge template that `run` was made with, the newest first; none without one. */
export async function listTemplateVersions(client: pg.ClientBase, run: number): Promise<TemplateVersionRun[]> {
  const { rows } = await client.query(
    `SELECT r.id, r.name, r.version, r.settings -> 'template' ->> 'name' AS template,
       r.settings -> 'template' ->> 'version' AS "templateVersion"
     FROM judging_run r JOIN judging_run own ON own.id = $1
     WHERE r.settings -> 'template' ->> 'name' = own.settings -> 'template' ->> 'name'
       AND r.settings -> 'template' ->> 'version' IS NOT NULL
     ORDER BY r.id DESC LIMIT ${MOST}`,
    [run],
  );
  return z.array(Row).parse(rows);
}
