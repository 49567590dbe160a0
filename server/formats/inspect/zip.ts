/** Reads entries of a zip file that lies on disk. Their names are compared, never used as paths. */
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { StudioError } from "@/domain/errors";
import { BOMB, isBomb } from "../decompress";

const MAX_ENTRIES = 1_000_000;
const MAX_ENTRY_BYTES = 256 << 20;
const METHODS: Record<number, string> = { 9: "Deflate64", 12: "bzip2", 14: "LZMA", 93: "zstd", 95: "xz" };

export type ZipEntry = {
  name: string;
  /** The entry's bytes; throws EntryError where they cannot be had */
  read(): Promise<Buffer>;
};

/** Why one entry cannot be read. */
export class EntryError extends Error {}

/** The entries whose names are wanted, one after the other. Throws StudioError "invalid" for a damaged zip or a bomb. */
export async function* zipEntries(path: string, isWanted: (name: string) => boolean): AsyncGenerator<ZipEntry> {
  // Names stay bytes until here: decoded by the library, one odd name would end the reading of all.
  const zip = await openPromise(path, { autoClose: false, decodeStrings: false }).catch(damaged);
  try {
    if (zip.entryCount > MAX_ENTRIES)
      throw new StudioError("invalid", `The log holds more than ${MAX_ENTRIES} entries: split it first.`);
    const entries = zip.eachEntry();
    // Entries may share their bytes: what each one is says nothing of what all of them come to.
    let unpacked = 0;
    const readOne = async (entry: Entry) => {
      unpacked += entry.uncompressedSize;
      if (isBomb(zip.fileSize, unpacked)) throw new StudioError("invalid", BOMB);
      return readEntry(zip, entry);
    };
    for (;;) {
      const next = await entries.next().catch(damaged);
      if (next.done) return;
      const entry = next.value;
      const name = entry.fileNameRaw.toString("utf8");
      if (isWanted(name)) yield { name, read: () => readOne(entry) };
    }
  } finally {
    zip.close();
  }
}

async function readEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  if (entry.isEncrypted()) throw new EntryError("it is encrypted");
  const method = entry.compressionMethod;
  if (method !== 0 && method !== 8)
    throw new EntryError(
      `it is compressed with ${METHODS[method] ?? `method ${method}`}, which the studio does not read: convert the log with \`inspect log convert --to json\``,
    );
  if (entry.uncompressedSize > MAX_ENTRY_BYTES) throw new EntryError("it is larger than 256 MiB");
  try {
    const parts: Buffer[] = [];
    for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part);
    return Buffer.concat(parts);
  } catch (error) {
    throw new EntryError(`it is damaged: ${error instanceof Error ? error.message : error}`);
  }
}

function damaged(error: unknown): never {
  if (error instanceof StudioError) throw error;
  const reason = error instanceof Error ? error.message : String(error);
  throw new StudioError("invalid", `The zip file is damaged or cut short (${reason}): copy or download it again.`);
}
