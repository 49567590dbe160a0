import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { DEFAULT_TEMPLATE } from "@/domain/judging/default-template";
import { CheckedTrainingConfig } from "@/domain/training/config";
import { recommend } from "@/domain/training/recipe";
import { readConfig } from "./read";
import { numberText, writeConfig, writePlainConfig } from "./write";

const Table = z.object({
  valid: z.array(z.object({ name: z.string(), config: z.json() })),
  invalid: z.array(z.object({ name: z.string(), config: z.json(), paths: z.array(z.string()) })),
});
const { valid, invalid } = Table.parse(
  JSON.parse(readFileSync(new URL("../../../domain/training/configs.json", import.meta.url), "utf8")),
);
const FOLDER = "/shared/swirl/runs/0b6e7f0c";
const RECIPE = recommend({
  algorithm: "swirl",
  modelPath: "Qwen/Qwen2.5-0.5B-Instruct",
  gpus: 1,
  rollouts: [],
  reward: {
    kind: "judge",
    base_url: "http://10.0.0.7/v1",
    // A reader of YAML 1.1 would take it for false.
    model: "no",
    system_text: DEFAULT_TEMPLATE.systemText,
    user_text: `${DEFAULT_TEMPLATE.userText}\n\n  # no comment: {action}\t\n`,
    grammar: DEFAULT_TEMPLATE.grammar,
  },
});
const issuesOf = (text: string) => readConfig(text, FOLDER).issues;
const changed = (from: string, to: string) => writeConfig(RECIPE).replace(from, to);

describe("what is written is read as it was", () => {
  test.each(valid)("$name", ({ config }) => {
    const parsed = CheckedTrainingConfig.parse(config);
    for (const text of [writeConfig(parsed), writePlainConfig(parsed), JSON.stringify(config)])
      expect(readConfig(text, FOLDER)).toEqual({ config: parsed, issues: [] });
  });

  test("a recipe, whose folder comes with the launch", () => {
    const expected = CheckedTrainingConfig.parse({ ...RECIPE, output: { ...RECIPE.output, folder: FOLDER } });
    expect(readConfig(writeConfig(RECIPE), FOLDER).config).toEqual(expected);
    expect(parse(writePlainConfig(expected), { version: "1.1" })).toEqual(expected);
  });

  test("numbers have a point before their exponent, which every reader of YAML takes for a number", () => {
    fc.assert(
      fc.property(fc.double({ min: Number.MIN_VALUE, noDefaultInfinity: true, noNaN: true }), (value) => {
        const text = numberText(value);
        expect(Number(text)).toBe(value);
        expect(text).not.toMatch(/^-?\d+e/);
      }),
    );
    const tiny = { ...RECIPE, optimiser: { ...RECIPE.optimiser, learning_rate: 1e-7 } };
    expect(writeConfig(tiny)).toContain("learning_rate: 1.0e-7\n");
  });
});

test.each(invalid)("refused at its fields, and at a line of each that there is: $name", ({ config, paths }) => {
  const text = stringify(config);
  const issues = issuesOf(text).filter(({ path }) => path !== "output.folder");
  expect(issues.map(({ path }) => path).sort()).toEqual(
    // The studio says the folder itself.
    paths.filter((path) => path !== "output.folder" && !(path === "output" && text === "{}\n")).sort(),
  );
  for (const { path, line, message } of issues) {
    expect(message, path).toMatch(/^[A-Z].*\.$/s);
    if (line === null) continue;
    const fields = path.split(".").filter((name) => !/^\d+$/.test(name));
    const said = text.split("\n")[line - 1] ?? "";
    expect(fields.some((name) => said.includes(`${name}:`)) || said.trim().startsWith("-"), `${path}: ${said}`).toBe(
      true,
    );
  }
});

test.each([
  ["a field twice", changed("seed: 1 ", "seed: 1\n  seed: 2 #").replace(/$/, "\ndevice: cpu\n"), /twice/],
  ["a tab", "algorithm: swirl\nmodel:\n\tpath: x\n", /tab/],
  ["a list", "- swirl\n- sft\n", /made of fields/],
  ["a word", "swirl", /made of fields/],
  ["nothing", "# a comment\n", /empty/],
  ["open brackets", "algorithm: [swirl\nmodel: {path: x}\n", /no YAML/],
  ["two documents", "algorithm: swirl\n---\nalgorithm: sft\n", /one config/],
  ["a tag", "algorithm: !!python/object:os.system swirl\n", /Tags/],
  ["an alias", "model: &m {path: x}\noutput: *m\n", /Write the value out/],
  [
    "a bomb of aliases",
    `a: &a [x,x]\n${[..."bcdefghij"].map((c, i) => `${c}: &${c} [*${"abcdefghi"[i]},*${"abcdefghi"[i]}]`).join("\n")}`,
    /Write the value out/,
  ],
  ["a cave of brackets", `a: ${"[".repeat(100_000)}`, /no YAML/],
  ["a cave of dashes", "- ".repeat(50_000), /no YAML/],
  ["a flood", "a: 1\n".repeat(100_000), /too long/],
  ["thousands of fields", Array.from({ length: 20_000 }, (_, index) => `a${index}: 1`).join("\n"), /no such field/],
  ["a NUL", "algorithm: swirl\0", /characters/],
  ["another folder", "output:\n  folder: /etc\n", /folder/],
])("%s is refused in words", (_, text, message) => {
  const issues = issuesOf(text);
  expect(issues.length).toBeGreaterThan(0);
  expect(issues.map((issue) => issue.message).join(" ")).toMatch(message);
});

test("a fault is said at its line", () => {
  const text = changed("max_steps: 200", "max_steps: many");
  const line = text.split("\n").findIndex((each) => each.includes("max_steps: many")) + 1;
  expect(issuesOf(text)).toEqual([
    { path: "optimiser.max_steps", line, message: "This must be a number, without quotes." },
  ]);
});

test("any text at all gives a config or issues, and never throws", () => {
  const pieces = fc.constantFrom(
    "a",
    "model",
    ":",
    " ",
    "\n",
    "  ",
    "-",
    "[",
    "]",
    "{",
    "}",
    "&x",
    "*x",
    "!",
    "|",
    ">",
    '"',
    "#",
    "\t",
    "%",
    "?",
    "<<",
    "__proto__",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      const { config, issues } = readConfig(parts.join(""), FOLDER);
      expect(config === null).toBe(issues.length > 0);
    }),
  );
});
