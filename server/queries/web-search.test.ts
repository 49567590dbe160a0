import fc from "fast-check";
import { expect, test } from "vitest";
import { FUZZ_SEED, propertyRuns } from "@/server/testing/properties";
import { useImports } from "@/server/testing/small-pool";
import { webSearchText } from "./web-search";

const { one } = useImports();
const parse = (text: string) => one("SELECT websearch_to_tsquery('english', $1)::text AS query", [text]);
const read = async (text: string) => (await parse(webSearchText(text))).query;

test("what is not too much stays as it was written", () => {
  for (const text of ["--verbose", "- - a", '-"two words" or three', "a-b", "-".repeat(15)])
    expect(webSearchText(text)).toBe(text);
});

test("rulers and other runs of minus signs are read, by whether their number is odd", async () => {
  await expect(parse(`${"-".repeat(40)} word`)).rejects.toThrow("tsquery stack too small");
  expect(await read(`${"-".repeat(40)} word`)).toBe("'word'");
  expect(await read(`${"- ".repeat(41)}word`)).toBe("!'word'");
  expect(await read(`title\n${"-(".repeat(50)}\nword ${"-".repeat(99)}`)).toBe("'titl' & 'word'");
});

test("any text can be searched for", async () => {
  const piece = fc.constantFrom(
    "-",
    "-",
    "--",
    "-".repeat(40),
    " ",
    "\t",
    "(",
    "!",
    "&",
    "|",
    ":*",
    "'",
    '"',
    "\\",
    "a",
    "word",
    "or",
    "é",
    "\u00a0",
    "<->",
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { maxLength: 120 }),
      async (pieces) => void (await read(pieces.join("").slice(0, 400))),
    ),
    { seed: FUZZ_SEED, numRuns: propertyRuns(300) },
  );
});
