/** The database: one Prisma client for CRUD and one pg pool for bulk work and raw SQL, both made on first use. */
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "@/generated/prisma/client";

// A count fits a double up to 9e15; strings would have to be parsed in every query.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
// json columns hold messages exactly as written: parsing is the reader's choice, not the driver's.
pg.types.setTypeParser(pg.types.builtins.JSON, (text) => text);

export type Db = { pool: pg.Pool; prisma: PrismaClient; close(): Promise<void> };

export function connect(url: string, options: { max?: number } = {}): Db {
  const pool = new pg.Pool({ connectionString: url, max: options.max ?? 10, application_name: "swirl-studio" });
  // An idle connection that breaks is replaced on next use; without a listener it would end the process.
  pool.on("error", (error) => console.warn(`A database connection was lost: ${error.message}`));
  // One that breaks in use fails its query; it emits the error as well, and nothing else listens.
  pool.on("connect", (client) => client.on("error", () => {}));
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: 4 }) });
  return {
    pool,
    prisma,
    async close() {
      await Promise.all([pool.end(), prisma.$disconnect()]);
    },
  };
}

// Next evaluates modules more than once in development; the connections must not multiply with it.
const shared = globalThis as { swirlStudioDb?: Db };

/** The process's own database, from DATABASE_URL. */
export function database(): Db {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set: start the studio with `npm start`");
  shared.swirlStudioDb ??= connect(url);
  return shared.swirlStudioDb;
}
