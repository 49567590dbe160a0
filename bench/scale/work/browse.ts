/** The table of trajectories: pages, the counts beside them, search. */
import { EMPTY_POOL } from "@/domain/pool";
import { randomFor } from "@/domain/random";
import type { Studio } from "../caller";
import { makeRow, type Row } from "../results";
import { Patience, type Sampling, timeEach } from "../sampling";
import { microseconds, randomCursor, randomPool, randomSort, randomTerm } from "../variants";

const PAGE = 100;
const MOST_FILTERS = 4;
/** Of the steps, at most so many hold a term that is searched for */
const RARE = 0.01;
const TERMS = 200;

export async function measureBrowse({ api, db, world }: Studio, seed: string, sampling: Sampling): Promise<Row> {
  const patience = new Patience();
  const samples = await timeEach(sampling, (number) => {
    const random = randomFor(`${seed} browse ${number}`);
    const [pool, sort] = [randomPool(random, world, MOST_FILTERS), randomSort(random)];
    return patience.ask(api.browse.page({ pool, sort, cursor: randomCursor(random, sort, world), limit: PAGE }));
  });
  const walks = await timeEach(sampling, (number) => {
    const random = randomFor(`${seed} walk ${number}`);
    const from = [microseconds(random.int(0, world.trajectories)), world.trajectories];
    const walk = `SELECT id FROM trajectory WHERE (created_at, id) < ($1::timestamptz, $2::int)
      ORDER BY created_at DESC, id DESC LIMIT ${PAGE + 1}`;
    return db.pool.query(walk, from);
  });
  return makeRow("browse", samples, { limit: makeRow("browse", walks).median, note: patience.note });
}

export async function measureFacets({ api, world }: Studio, seed: string, sampling: Sampling): Promise<Row> {
  let [counted, missing] = [0, 0];
  const samples = await timeEach(sampling, async (number) => {
    const pool = randomPool(randomFor(`${seed} facets ${number}`), world, MOST_FILTERS);
    const facets = Object.values(await api.browse.facets({ pool }));
    if (number < 0) return;
    counted += facets.length;
    missing += facets.filter((facet) => facet === null).length;
  });
  const note = missing === 0 ? null : `${missing} of ${counted} counts were given up by the studio's own time limit.`;
  return makeRow("facets", samples, { note });
}

export async function measureSearch(studio: Studio, seed: string, sampling: Sampling): Promise<Row> {
  const terms = await rareTerms(studio, seed);
  const patience = new Patience();
  const samples = await timeEach(sampling, (number) => {
    const search = terms[(number + terms.length) % terms.length] ?? "";
    return patience.ask(studio.api.browse.page({ pool: { ...EMPTY_POOL, search }, sort: {}, limit: PAGE }));
  });
  return makeRow("search", samples, { note: patience.note });
}

/** Terms that are somewhere, and in at most 1 % of the steps. */
async function rareTerms({ db }: Studio, seed: string): Promise<string[]> {
  const { rows } = await db.pool.query("SELECT count(*) AS steps FROM step_search");
  const most = Math.max(1, Math.floor(rows[0].steps * RARE));
  const random = randomFor(`${seed} terms`);
  const terms: string[] = [];
  for (let tries = 0; terms.length < TERMS && tries < 5 * TERMS; tries += 1) {
    const term = randomTerm(random);
    const found = await db.pool.query(
      `SELECT count(*) AS steps FROM (SELECT 1 FROM step_search
         WHERE words @@ websearch_to_tsquery('english', $1) LIMIT $2::int) AS counted`,
      [term, most + 1],
    );
    if (found.rows[0].steps > 0 && found.rows[0].steps <= most) terms.push(term);
  }
  if (terms.length === 0) throw new Error("No word of the pool is rare enough to be searched for.");
  return terms;
}
