import { notFound } from "next/navigation";

/** The id in a path; what cannot be one is a page that does not exist. */
export function readId(text: string): number {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : notFound();
}

/** What a procedure answers, or the page for things that do not exist where it says so. */
export async function orNotFound<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "NOT_FOUND") notFound();
    throw error;
  }
}
