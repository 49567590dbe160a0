/** English-like text: every word is drawn as often as the word of its rank is in English (Zipf–Mandelbrot). */
import { type Random, randomFor } from "@/domain/random";

const VOCABULARY = 30_000;
const [SHIFT, EXPONENT] = [2.7, 1.07];
/** A draw is one look at a table in which a word stands as often as it is frequent; a power of two. */
const TABLE_SIZE = 1 << 20;

/** The most frequent words, in order; the others are made of syllables. */
const COMMON =
  "the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which " +
  "one you were all her she there would their we him been has when who will no more if out so up said what its about " +
  "than into them can only other time new some could these two may first then do any like my now over such our man " +
  "me even most made after also did many off before must well back through years much where your way down should " +
  "because long each just state those people too how little good world make very year still see own work men day get " +
  "here old between both life being under three never know same last another while us since war against right go " +
  "come general though use public place high around small found however part";
const ONSETS = "b c d f g h l m n p r s t v w br ch cl cr dr fl gr pl pr sh sl sp st th tr".split(" ");
const VOWELS = "a e i o u ai ea ee ie oo ou".split(" ");
const CODAS = "  n r l s t m d nd nt rd st ck ng".split(" ");

/** By rank, the most frequent first. */
export const WORDS: readonly string[] = makeVocabulary();
const TABLE = makeTable();

function makeVocabulary(): string[] {
  const random = randomFor("vocabulary");
  const words = new Set(COMMON.split(" "));
  while (words.size < VOCABULARY) {
    let word = "";
    for (let syllables = random.int(1, 2 + Number(words.size > 2_000)); syllables > 0; syllables -= 1)
      word += random.pick(ONSETS) + random.pick(VOWELS) + random.pick(CODAS);
    words.add(word);
  }
  return [...words];
}

function makeTable(): Uint16Array {
  const weights = WORDS.map((_, rank) => 1 / (rank + 1 + SHIFT) ** EXPONENT);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const table = new Uint16Array(TABLE_SIZE);
  let [at, reached] = [0, 0];
  weights.forEach((weight, rank) => {
    reached += weight / total;
    for (const end = Math.round(reached * TABLE_SIZE); at < end; at += 1) table[at] = rank;
  });
  return table;
}

export const word = (random: Random): string => WORDS[TABLE[Math.floor(random.next() * TABLE_SIZE)] ?? 0] ?? "";

/** So many words without punctuation: a query, a title, an answer. */
export function phrase(random: Random, words: number): string {
  let text = word(random);
  for (let count = 1; count < words; count += 1) text += ` ${word(random)}`;
  return text;
}

/** Sentences of 6 to 18 words, `words` words together. */
export function prose(random: Random, words: number): string {
  let text = "";
  for (let left = words; left > 0; ) {
    const length = Math.min(left, random.int(6, 18));
    const sentence = phrase(random, length);
    text += `${text === "" ? "" : " "}${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
    left -= length;
  }
  return text;
}
