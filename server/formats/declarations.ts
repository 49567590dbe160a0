import type { StudioRecordInput } from "@/domain/studio-record";

/** Question sets and runs of a file, each told to the loader once, with the first record that needs it. */
export class Declarations {
  private readonly told = new Set<string>();

  /** Those of the records that were not told yet. */
  fresh(...records: StudioRecordInput[]): StudioRecordInput[] {
    return records.filter((record) => {
      const name = JSON.stringify([record.type, "key" in record ? record.key : "", "corpus" in record]);
      const isNew = !this.told.has(name);
      this.told.add(name);
      return isNew;
    });
  }
}
