// Playwright's global set-up.
import { openTestStudio } from "./e2e-studio.mjs";

export default async function setup() {
  if (process.env.SWIRL_E2E_URL) return undefined;
  const studio = await openTestStudio();
  process.env.SWIRL_E2E_URL = studio.url;
  process.env.SWIRL_E2E_DATABASE_URL = studio.databaseUrl;
  return studio.close;
}
