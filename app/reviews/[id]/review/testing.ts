/** A person at work on a review, against a studio in memory that can be out of reach. */
import { expect, vi } from "vitest";
import type { RulingMode } from "@/domain/review/plan";
import type { Given } from "@/domain/review/standing";
import { Outbox, type Said, type Store } from "./outbox";
import { ReviewSession } from "./session";
import type { SeenItem, SessionApi } from "./session-state";

export class MemoryStore extends Map<string, string> implements Store {
  getItem = (key: string) => this.get(key) ?? null;
  setItem = (key: string, value: string) => void this.set(key, value);
  removeItem = (key: string) => void this.delete(key);
  key = (index: number) => [...this.keys()][index] ?? null;
  get length() {
    return this.size;
  }
}

const REVEAL = { steps: [], moreSteps: 0, judges: [], end: null, hiddenFrom: null, openOfQuestion: 0 };

/** Keeps what is said last of each item, as the service does. Items are steps, or trajectories of `numSteps`. */
export class Studio {
  isReachable = true;
  /** Rulings arrive, and their answers get lost */
  losesAnswers = false;
  /** Items it fails on */
  readonly broken = new Set<number>();
  readonly said = new Map<number, Said>();
  requests = 0;
  /** Requests for items, and what was released of them */
  reserved = 0;
  readonly released: { until: string; keep: number[] }[] = [];
  /** Awaited before items are answered */
  pause: Promise<void> = Promise.resolve();

  constructor(
    private readonly items: number,
    private readonly numSteps: number | null = null,
  ) {}

  get done(): number[] {
    return [...this.said.keys()];
  }

  ratings(idx: number): Given[] | undefined {
    return this.said.get(idx)?.rulings.map(({ rating }) => rating);
  }

  private seen(idx: number): SeenItem {
    return {
      ...{ idx, trajectoryId: idx, step: this.numSteps === null ? 0 : null, numSteps: this.numSteps, prompt: [] },
      ...{ steps: [], reveal: null, own: null, question: { text: `question ${idx}`, isCut: false } },
    };
  }

  readonly api: SessionApi = {
    next: async (without, skipped) => {
      this.reach();
      const all = Array.from({ length: this.items }, (_, idx) => idx);
      const open = all.filter((idx) => !without.includes(idx) && !this.done.includes(idx));
      const rest = open.filter((idx) => !skipped.includes(idx));
      await this.pause;
      this.reserved += 1;
      return {
        items: (rest.length > 0 ? rest : open).slice(0, 4).map((idx) => this.seen(idx)),
        waiting: 0,
        until: `until ${this.reserved}`,
        done: this.done.filter((idx) => !without.includes(idx)).length,
      };
    },
    item: async (idx) => {
      this.reach();
      return { ...this.seen(idx), own: this.said.get(idx)?.rulings ?? null };
    },
    rule: async (said) => {
      const stands = this.take(said);
      return { reveal: REVEAL, superseded: stands === said ? null : stands.rulings };
    },
    release: (until, keep) => void this.released.push({ until, keep }),
    answerOf: (error) => {
      const message = error instanceof Error ? error.message : "";
      return message === "refused" || message === "failed" ? message : null;
    },
  };

  private reach(): void {
    this.requests += 1;
    if (!this.isReachable) throw new Error("out of reach");
  }

  private take(said: Said): Said {
    this.reach();
    if (this.broken.has(said.idx)) throw new Error("failed");
    if (said.rulings.some(({ note }) => note === "refuse me")) throw new Error("refused");
    const stands = this.said.get(said.idx);
    if (stands && stands.at > said.at) return stands;
    this.said.set(said.idx, said);
    if (this.losesAnswers) throw new Error("the answer got lost");
    return said;
  }
}

const opened: ReviewSession[] = [];

/** Opens the page of a reviewer: one is as another tab of the same browser where both have a store. */
export async function open(
  studio: Studio,
  store: Store,
  { trail = [[]], ruling = "steps" }: { trail?: number[][]; ruling?: RulingMode } = {},
): Promise<ReviewSession> {
  const keep = { read: () => trail[0] ?? [], write: (history: number[]) => void trail.splice(0, 1, history) };
  const session = new ReviewSession(studio.api, new Outbox(store, 'r "Anna"'), { ruling, hindsight: false }, keep);
  opened.push(session);
  session.start();
  await vi.waitFor(() => expect(session.read().isLoading).toBe(false));
  return session;
}

export function closeAll(): void {
  for (const session of opened.splice(0)) session.stop();
}

export const sent = (session: ReviewSession) =>
  vi.waitFor(() => expect(session.read().unsent).toBe(0), { timeout: 5_000 });

/** Rules with a note. */
export function say(session: ReviewSession, rating: Given, note?: string): void {
  if (note !== undefined) session.write(note);
  session.rule(rating);
}
