/** The toy search engine: BM25 over the articles of the toy encyclopedia. */

export type Article = { id: string; title: string; text: string };
export type Hit = { article: Article; score: number };
export type SearchEngine = (query: string) => Hit[];

const SATURATION = 1.2;
const LENGTH_WEIGHT = 0.75;
const TITLE_WEIGHT = 2;
const STOP_WORDS = new Set(
  "a an and are as at by did for from in is it its of on or that the to was were with".split(" "),
);

/** Builds a search engine that returns the `top` best articles for a query, best first; none where no word occurs. */
export function buildSearch(articles: readonly Article[], top = 3): SearchEngine {
  const documents = articles.map((article) => {
    const counts = new Map<string, number>();
    for (const word of words(article.title)) counts.set(word, (counts.get(word) ?? 0) + TITLE_WEIGHT);
    const body = words(article.text);
    for (const word of body) counts.set(word, (counts.get(word) ?? 0) + 1);
    return { article, counts, length: body.length };
  });
  const meanLength = documents.reduce((sum, document) => sum + document.length, 0) / documents.length;
  const rarity = (word: string) => {
    const holding = documents.filter((document) => document.counts.has(word)).length;
    return Math.log(1 + (documents.length - holding + 0.5) / (holding + 0.5));
  };
  const rarities = new Map(
    [...new Set(documents.flatMap(({ counts }) => [...counts.keys()]))].map((w) => [w, rarity(w)]),
  );

  return (query) => {
    const asked = new Set(words(query));
    return documents
      .map(({ article, counts, length }) => {
        let score = 0;
        for (const word of asked) {
          const count = counts.get(word) ?? 0;
          const damping = SATURATION * (1 - LENGTH_WEIGHT + (LENGTH_WEIGHT * length) / meanLength);
          score += ((rarities.get(word) ?? 0) * count * (SATURATION + 1)) / (count + damping);
        }
        return { article, score: Math.round(score * 10_000) / 10_000 };
      })
      .filter((hit) => hit.score > 0)
      .sort((a, b) => b.score - a.score || (a.article.id < b.article.id ? -1 : 1))
      .slice(0, top);
  };
}

/** The observation of one search call, as retrievers of the Search-R1 protocol write it. */
export function searchObservation(hits: readonly Hit[]): string {
  const documents = hits.map(({ article, score }) => ({
    document: { id: article.id, contents: `${article.title}\n${article.text}` },
    score,
  }));
  return JSON.stringify({ result: [documents] });
}

function words(text: string): string[] {
  return (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).filter((word) => !STOP_WORDS.has(word));
}
