/** Judges' prompts: every version that was saved, and the one the studio comes with. */
import { z } from "zod";
import { DEFAULT_TEMPLATE } from "@/domain/judging/default-template";
import { JudgeTemplate, type TemplateDraft } from "@/domain/judging/settings";
import type { Db } from "@/server/db";

const Listed = JudgeTemplate.extend({
  createdAt: z.date().transform((time) => time.toISOString()),
  /** Judging runs of this studio that used it */
  runs: z.int(),
});
export type ListedTemplate = z.infer<typeof Listed>;

const SELECT = `SELECT t.id, t.name, t.version, t.system_text AS "systemText", t.user_text AS "userText",
  t.grammar::jsonb AS grammar, t.created_at AS "createdAt",
  (SELECT count(*) FROM run_state s JOIN judging_run r ON r.id = s.run_id
   WHERE r.judge_kind = 'model' AND CASE s.kind WHEN 'judging' THEN r.settings #>> '{template,id}' END = t.id::text
  )::int AS runs FROM judge_template t`;

/** All templates by name, the newest version of each first. */
export async function listTemplates(db: Db): Promise<ListedTemplate[]> {
  await ensureDefault(db);
  const { rows } = await db.pool.query(`${SELECT} ORDER BY lower(t.name), t.name, t.version DESC`);
  return z.array(Listed).parse(rows);
}

export async function findTemplate(db: Db, id: number): Promise<ListedTemplate | null> {
  const { rows } = await db.pool.query(`${SELECT} WHERE t.id = $1`, [id]);
  return z.array(Listed).parse(rows)[0] ?? null;
}

/** Makes the next version of the template's name. What equals the newest version is that version. */
export async function saveTemplate(db: Db, draft: TemplateDraft): Promise<ListedTemplate> {
  await ensureDefault(db);
  const { rows } = await db.pool.query<{ id: number }>(
    `WITH newest AS (SELECT * FROM judge_template WHERE name = $1 ORDER BY version DESC LIMIT 1),
     added AS (
       INSERT INTO judge_template (name, version, system_text, user_text, grammar)
       SELECT $1, coalesce((SELECT version FROM newest), 0) + 1, $2, $3, $4::json
       WHERE NOT EXISTS (SELECT 1 FROM newest WHERE system_text = $2 AND user_text = $3 AND grammar::jsonb = $4::jsonb)
       RETURNING id)
     SELECT id FROM added UNION ALL SELECT id FROM newest WHERE NOT EXISTS (SELECT 1 FROM added)`,
    [draft.name, draft.systemText, draft.userText, JSON.stringify(draft.grammar)],
  );
  const saved = rows[0] && (await findTemplate(db, rows[0].id));
  if (!saved) throw new Error("a template was saved and is not there");
  return saved;
}

/** The studio's own prompt is there from the first look on; later versions of it are a user's business. */
async function ensureDefault(db: Db): Promise<void> {
  const { name, systemText, userText, grammar } = DEFAULT_TEMPLATE;
  await db.pool.query(
    `INSERT INTO judge_template (name, version, system_text, user_text, grammar)
     SELECT $1, 1, $2, $3, $4::json WHERE NOT EXISTS (SELECT 1 FROM judge_template WHERE name = $1)
     ON CONFLICT DO NOTHING`,
    [name, systemText, userText, JSON.stringify(grammar)],
  );
}
