/** What was said and has not arrived: kept in the browser, one entry an item, so that tabs never write over each other. */
import { z } from "zod";
import { StepRuling } from "@/domain/review/ruling";

const Said = z.object({
  idx: z.int().nonnegative(),
  /** When, by this browser's clock; the later of two stands */
  at: z.iso.datetime(),
  /** null: it was taken back */
  rulings: z.array(StepRuling).nullable(),
});
export type Said = z.infer<typeof Said>;
const Draft = z.array(StepRuling);

export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

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
    const prefix = `${this.name} said `;
    const found = this.keys(prefix).flatMap((key) => {
      const parsed = Said.safeParse(readJson(this.read(key)));
      return parsed.success ? [parsed.data] : [];
    });
    return found.sort((a, b) => a.at.localeCompare(b.at));
  }

  /** Keeps what is said of an item in place of what was said of it before. */
  put(idx: number, rulings: StepRuling[] | null): Said {
    this.lastAt = Math.max(Date.now(), this.lastAt + 1);
    const said = { idx, at: new Date(this.lastAt).toISOString(), rulings };
    this.write(`${this.name} said ${idx}`, JSON.stringify(said));
    this.dropDraft(idx);
    return said;
  }

  /** It arrived: forgets it, unless something later was said of its item. */
  remove({ idx, at }: Said): void {
    const key = `${this.name} said ${idx}`;
    const there = Said.safeParse(readJson(this.read(key)));
    if (!there.success || there.data.at <= at) this.drop(key);
  }

  /** Rulings on the steps of an item that is not done yet. */
  draft(idx: number): StepRuling[] {
    return Draft.safeParse(readJson(this.read(`${this.name} draft ${idx}`))).data ?? [];
  }

  putDraft(idx: number, rulings: StepRuling[]): void {
    if (rulings.length === 0) this.dropDraft(idx);
    else this.write(`${this.name} draft ${idx}`, JSON.stringify(rulings));
  }

  private dropDraft(idx: number): void {
    this.drop(`${this.name} draft ${idx}`);
  }

  private keys(prefix: string): string[] {
    const found = new Set([...this.memory.keys()].filter((key) => key.startsWith(prefix)));
    for (let index = 0; index < (this.store?.length ?? 0); index += 1) {
      const key = this.store?.key(index);
      if (key?.startsWith(prefix)) found.add(key);
    }
    return [...found];
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

function readJson(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
