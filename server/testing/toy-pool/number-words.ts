/** Whole numbers in English words, the way a model sometimes writes its answer. */

const SMALL =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

/** 0 to 999,999: 344 is "three hundred and forty-four". */
export function numberWords(value: number): string {
  if (!Number.isInteger(value) || value < 0 || value > 999_999) throw new RangeError(`no words for ${value}`);
  if (value < 20) return SMALL[value] ?? "";
  if (value < 100)
    return (TENS[Math.floor(value / 10)] ?? "") + (value % 10 === 0 ? "" : `-${numberWords(value % 10)}`);
  const [unit, name] = value < 1000 ? [100, "hundred"] : [1000, "thousand"];
  const rest = value % unit;
  const head = `${numberWords(Math.floor(value / unit))} ${name}`;
  if (rest === 0) return head;
  return `${head}${rest < 100 ? " and " : " "}${numberWords(rest)}`;
}
