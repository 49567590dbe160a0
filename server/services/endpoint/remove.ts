import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { formatCount } from "@/domain/format";
import type { Db } from "@/server/db";
import { OpenRun, openRunsSql } from "@/server/queries/endpoint/open-runs";
import { inTransaction } from "@/server/transaction";

export const RemoveEndpoint = z.object({ id: z.int32().positive() });
const NAMED = 5;
const Runs = z.tuple([z.object({ open: z.array(OpenRun) })]);

/** Removes an endpoint; its models stay. Throws `conflict` while a run that is not over needs it. */
export async function removeEndpoint({ pool }: Db, { id }: z.output<typeof RemoveEndpoint>): Promise<{ id: number }> {
  return inTransaction(pool, async (client) => {
    // A run that starts refers to this row, so it starts before this or not at all.
    await client.query("SELECT id FROM endpoint WHERE id = $1 FOR UPDATE", [id]);
    const { rows } = await client.query(`SELECT ${openRunsSql("$1")} AS open`, [id]);
    const [{ open }] = Runs.parse(rows);
    if (open.length > 0) throw new StudioError("conflict", stillNeeded(open));
    await client.query("DELETE FROM endpoint WHERE id = $1", [id]);
    return { id };
  });
}

function stillNeeded(open: readonly OpenRun[]): string {
  const count = formatCount(open.length, "run that is not over needs", "runs that are not over need");
  const names = open.slice(0, NAMED).map(({ kind, name }) => `the ${kind} run "${name}"`);
  const rest = open.length > NAMED ? ` and ${formatCount(open.length - NAMED, "other")}` : "";
  const them = open.length === 1 ? "it" : "them";
  return `${count} this endpoint: ${names.join(", ")}${rest}. Let ${them} finish or cancel ${them} first.`;
}
