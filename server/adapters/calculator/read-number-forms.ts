/** Turns the ways people and models write arithmetic into the one that the parser reads. */

const SAME: readonly (readonly [RegExp, string])[] = [
  [/[×·⋅∙]/g, "*"],
  [/÷/g, "/"],
  [/[−–]/g, "-"],
  [/\*\*/g, "^"],
  [/(?<=[\d)]\s+)[xX](?=\s+[\d(])/g, "*"],
  [/\$(?=\s*[\d.(])/g, ""],
  [/\s*=\s*$/, ""],
  [/\s+/g, " "],
];

/** Rewrites what has one meaning only; everything else stays as it is, for the parser to refuse. */
export function readNumberForms(expression: string): string {
  let text = expression.trim();
  for (const [form, plain] of SAME) text = text.replace(form, plain);
  return withoutThousands(text);
}

/** Removes the commas of 1,234,567, except within a function's arguments, where they part the arguments. */
function withoutThousands(text: string): string {
  const parentheses: boolean[] = [];
  return text.replace(/([a-z]\w*)\s*\(|[()]|(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\w,])/gi, (found, name?: string) => {
    if (name !== undefined) parentheses.push(true);
    else if (found === "(") parentheses.push(false);
    else if (found === ")") parentheses.pop();
    else return parentheses.includes(true) ? found : found.replaceAll(",", "");
    return found;
  });
}
