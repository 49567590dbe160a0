/** What was said and has not arrived: kept in the browser, one entry an item, so that tabs never write over each other. */
import { z } from "zod";
import { StepRuling } from "@/domain/review/ruling";

const Said = z.object({
  idx: z.int().nonnegative(),
  /** When, by this browser's clock; the later of two stands */
  at: z.iso.datetime(),
  rulings: z.array(StepRuling),
});
export type Said = z.infer<typeof Said>;

const Draft = z.object({
  /** On the first steps */
  rulings: z.array(StepRuling).default([]),
  /** On the step that comes next */
  note: z.string().default(""),
  /** The item was done, and may stand so in the studio: it is asked for by itself */
  isReopened: z.boolean().default(false),
});
/** What was said of an item that is not done yet. */
export type Draft = z.infer<typeof Draft>;

/** What is left of an item that was done once its last ruling is taken back; the note stays. */
export const draftOf = (rulings: StepRuling[], isReopened: boolean): Draft => ({
  rulings: rulings.slice(0, -1),
  note: rulings.at(-1)?.note ?? "",
  isReopened,
});

const PutOff = z.object({ idx: z.int(), trajectoryId: z.int(), step: z.int().nullable() });
export type PutOff = z.infer<typeof PutOff>;

export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

const PREFIX = "swirl-review";
export const outboxName = (reviewKey: string, person: string) => `${PREFIX} ${reviewKey} ${JSON.stringify(person)}`;

export class Outbox {
  /** Where storage is forbidden or full: what is in here lasts as long as the page */
  private readonly memory = new Map<string, string>();
  private lastAt = 0;

  /** `name` is of one person in one review. */
  constructor(
    private readonly store: Store | null,
    private readonly name: string,
  ) {}

  /** Oldest first. */
  list(): Said[] {
    const found = this.places("said").flatMap((idx) => this.said(idx) ?? []);
    return found.sort((a, b) => a.at.localeCompare(b.at));
  }

  said(idx: number): Said | null {
    return Said.safeParse(readJson(this.read(`${this.name} said ${idx}`))).data ?? null;
  }

  /** Keeps what is said of an item in place of what was said of it before. */
  put(idx: number, rulings: StepRuling[]): Said {
    this.lastAt = Math.max(Date.now(), this.lastAt + 1);
    const said = { idx, at: new Date(this.lastAt).toISOString(), rulings };
    this.write(`${this.name} said ${idx}`, JSON.stringify(said));
    this.drop(`${this.name} draft ${idx}`);
    return said;
  }

  /** It arrived: forgets it, unless something later was said of its item. */
  remove({ idx, at }: Said): void {
    const there = this.said(idx);
    if (there === null || there.at <= at) this.drop(`${this.name} said ${idx}`);
  }

  draft(idx: number): Draft {
    return Draft.parse(Draft.safeParse(readJson(this.read(`${this.name} draft ${idx}`))).data ?? {});
  }

  putDraft(idx: number, draft: Draft): void {
    const key = `${this.name} draft ${idx}`;
    if (draft.rulings.length === 0 && draft.note === "" && !draft.isReopened) this.drop(key);
    else this.write(key, JSON.stringify(draft));
  }

  /** Items that were done and are to be done again. */
  reopened(): number[] {
    return this.places("draft").filter((idx) => this.draft(idx).isReopened);
  }

  skipped(): PutOff[] {
    return z.array(PutOff).safeParse(readJson(this.read(`${this.name} skipped`))).data ?? [];
  }

  putSkipped(skipped: PutOff[]): void {
    if (skipped.length === 0) this.drop(`${this.name} skipped`);
    else this.write(`${this.name} skipped`, JSON.stringify(skipped));
  }

  /** The item that a changed entry of the store is about; null: it is no ruling of this person. */
  itemOf(key: string | null): number | null {
    const prefix = `${this.name} said `;
    return key?.startsWith(prefix) ? Number(key.slice(prefix.length)) : null;
  }

  private places(kind: "said" | "draft"): number[] {
    const prefix = `${this.name} ${kind} `;
    const found = new Set([...this.memory.keys(), ...keysOf(this.store)].filter((key) => key.startsWith(prefix)));
    return [...found].map((key) => Number(key.slice(prefix.length)));
  }

  private read(key: string): string | null {
    return this.memory.get(key) ?? this.store?.getItem(key) ?? null;
  }

  private write(key: string, text: string): void {
    try {
      if (!this.store) throw new Error("no storage");
      this.store.setItem(key, text);
      this.memory.delete(key);
    } catch {
      this.memory.set(key, text);
    }
  }

  private drop(key: string): void {
    this.memory.delete(key);
    this.store?.removeItem(key);
  }
}

/** How many rulings on items of a review wait in this browser, by person. */
export function unsentIn(store: Store | null, reviewKey: string): { person: string; count: number }[] {
  const prefix = `${PREFIX} ${reviewKey} `;
  const counts = new Map<string, number>();
  for (const key of keysOf(store)) {
    const [, name] = /^(".*") said \d+$/s.exec(key.startsWith(prefix) ? key.slice(prefix.length) : "") ?? [];
    const person = z.string().safeParse(readJson(name ?? null)).data;
    if (person !== undefined) counts.set(person, (counts.get(person) ?? 0) + 1);
  }
  return [...counts].map(([person, count]) => ({ person, count }));
}

function keysOf(store: Store | null): string[] {
  return Array.from({ length: store?.length ?? 0 }, (_, index) => store?.key(index) ?? "");
}

function readJson(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
