/** Several replies on one step, joined into one ruling. */
import type { Rating } from "../verdict";
import type { ParsedReply } from "./parse-reply";

export type Vote = { raw: string; parsed: Pick<ParsedReply, "rating" | "rationale"> | null };

export type JoinedVotes = {
  /** null where no vote could be read, or where the most frequent ratings are tied */
  rating: Rating | null;
  /** Share of the readable votes for reasonable, 0 to 100; null with no verdict */
  score: number | null;
  rationale: string | null;
  /** Every reply as it came */
  raw: string;
  unreadable: number;
};

/** The most frequent rating rules, with the first rationale for it. Replies that cannot be read count for nothing. */
export function joinVotes(votes: readonly Vote[]): JoinedVotes {
  const readable = votes.flatMap(({ parsed }) => (parsed ? [parsed] : []));
  const count = (rating: Rating) => readable.filter((vote) => vote.rating === rating).length;
  const ranked = ([1, 0, -1] as const).toSorted((a, b) => count(b) - count(a));
  const [first, second] = ranked;
  const rating = first !== undefined && second !== undefined && count(first) > count(second) ? first : null;
  return {
    rating,
    score: rating === null ? null : Math.round((100 * count(1)) / readable.length),
    rationale: readable.find((vote) => vote.rating === rating && vote.rationale !== null)?.rationale ?? null,
    raw: votes.map(({ raw }, index) => `Vote ${index + 1} of ${votes.length}\n${raw}`).join("\n\n"),
    unreadable: votes.length - readable.length,
  };
}
