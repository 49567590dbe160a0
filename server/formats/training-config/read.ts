/** Reads a training config from the YAML a person typed: the config, or what is wrong with it line by line. */
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
} from "yaml";
import { CheckedTrainingConfig, type TrainingConfig } from "@/domain/training/config";
import { type ConfigIssue, issuePaths, issueSentence } from "@/domain/training/issues";

/** A config of thousands of lines is a mistake; reading it would hold up everybody else. */
const MOST_CHARACTERS = 300_000;
const MOST_ISSUES = 50;

export type ReadConfig = { config: TrainingConfig; issues: [] } | { config: null; issues: ConfigIssue[] };
type Values = { values: unknown; lineOf: (path: readonly string[]) => number | null };

/** The config with every field filled in. Its folder is `folder`, whatever else the text may say is an issue. */
export function readConfig(text: string, folder: string): ReadConfig {
  const read = readValues(text);
  if ("issues" in read) return { config: null, issues: read.issues };
  const given = folderOf(read.values);
  if (given !== undefined && given !== folder)
    return failed("output.folder", read, "Take this line out: the studio decides on the folder.");
  const parsed = CheckedTrainingConfig.safeParse(withFolder(read.values, folder), { reportInput: true });
  if (parsed.success) return { config: parsed.data, issues: [] };
  const issues = parsed.error.issues.flatMap((issue) =>
    issuePaths(issue).map((path) => ({ path, message: issueSentence(issue) })),
  );
  return {
    config: null,
    issues: issues.slice(0, MOST_ISSUES).map((issue) => ({ ...issue, line: read.lineOf(issue.path.split(".")) })),
  };
}

/** A text's faults with their lines, for fields of it that something else finds fault with. */
export function issuesAt(text: string, faults: readonly { path: string; message: string }[]): ConfigIssue[] {
  const read = readValues(text);
  return faults.map((fault) => ({
    ...fault,
    line: "issues" in read ? null : read.lineOf(fault.path.split(".")),
  }));
}

/** The values of a YAML text as plain data, or why it cannot be read. */
export function readValues(text: string): Values | { issues: ConfigIssue[] } {
  const broken = (message: string, line: number | null = null) => ({ issues: [{ path: "", line, message }] });
  if (text.length > MOST_CHARACTERS) return broken("This text is too long for a config: reset it to the recipe.");
  if (text.includes("\0") || !text.isWellFormed())
    return broken("It holds characters that cannot be kept: type them instead of pasting them.");
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    version: "1.2",
    prettyErrors: false,
    stringKeys: true,
    // Its own search for fields that stand twice takes minutes for a long text.
    uniqueKeys: false,
  });
  const faults = [...document.errors, ...document.warnings].slice(0, MOST_ISSUES);
  if (faults.length > 0)
    return {
      issues: faults.map((fault) => ({
        path: "",
        line: lines.linePos(fault.pos[0]).line,
        message: faultSentence(fault),
      })),
    };
  const twice = firstRepeat(document);
  if (twice) return broken("This field stands here twice: keep one of them.", lineOfNode(twice, lines));
  const alias = firstAlias(document);
  if (alias) return broken("Write the value out: marks (&, *) are not read here.", lineOfNode(alias, lines));
  if (document.contents === null) return broken("The config is empty: reset it to the recipe.");
  if (!isMap(document.contents))
    return broken(
      "A config is made of fields, such as `algorithm: swirl`, one a line.",
      lineOfNode(document.contents, lines),
    );
  return { values: document.toJS(), lineOf: (path) => lineAt(document, path, lines) };
}

function failed(path: string, read: Values, message: string): ReadConfig {
  return { config: null, issues: [{ path, line: read.lineOf(path.split(".")), message }] };
}

function faultSentence({ code, message }: YAMLError): string {
  switch (code) {
    case "TAB_AS_INDENT":
      return "A tab stands where the line begins: use spaces.";
    case "MULTIPLE_DOCS":
      return "Only one config can be read: take out what follows the line ---.";
    case "TAG_RESOLVE_FAILED":
      return "Tags (!) are not read here: write a plain value.";
    default:
      return `This is no YAML that can be read: ${message}.`.replace(/\.\.$/, ".");
  }
}

function firstRepeat(document: Document): Node | null {
  let found: Node | null = null;
  visit(document, {
    Map(_, map) {
      const names = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        if (names.has(key.value)) found ??= key;
        names.add(key.value);
      }
      return found ? visit.BREAK : undefined;
    },
  });
  return found;
}

function firstAlias(document: Document): Node | null {
  let found: Node | null = null;
  visit(document, {
    Node(_, node) {
      if (!isAlias(node) && node.anchor === undefined) return undefined;
      found = node;
      return visit.BREAK;
    },
  });
  return found;
}

/** The line of a field, or of the innermost block there is around it. */
function lineAt(document: Document, path: readonly string[], lines: LineCounter): number | null {
  let node: unknown = document.contents;
  let line: number | null = null;
  for (const name of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === name);
      if (!pair) break;
      line = isNode(pair.key) ? lineOfNode(pair.key, lines) : line;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(name)];
      line = isNode(node) ? lineOfNode(node, lines) : line;
    } else break;
  }
  return line;
}

const lineOfNode = (node: Node, lines: LineCounter) => (node.range ? lines.linePos(node.range[0]).line : null);

function folderOf(values: unknown): unknown {
  const output = (values as { output?: { folder?: unknown } | null }).output;
  return typeof output === "object" && output !== null ? output.folder : undefined;
}

function withFolder(values: unknown, folder: string): unknown {
  const given = values as { output?: unknown };
  if (given.output === undefined || given.output === null) return { ...given, output: { folder } };
  if (typeof given.output !== "object" || Array.isArray(given.output)) return given;
  return { ...given, output: { ...given.output, folder } };
}
