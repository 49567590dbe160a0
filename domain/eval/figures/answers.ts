/** What one eval run came to on one question set, question by question. */

export type Answers = {
  /** Ids, each once, of questions with a labelled sample */
  questions: readonly number[];
  /** Labelled samples of each, and how many of them are correct */
  labelled: readonly number[];
  correct: readonly number[];
};

export const answersBy = ({ questions, labelled, correct }: Answers): Map<number, { n: number; c: number }> =>
  new Map(questions.map((id, at) => [id, { n: labelled[at] ?? 0, c: correct[at] ?? 0 }]));
