import type { Reading } from "./draft";

/** Why a plan was not saved: what the server said, or which arms need another look. */
export function SaveProblem(props: { reading: Reading; isTried: boolean; error: string | null }) {
  const { reading, isTried, error } = props;
  const sentence = error ?? (isTried && reading.plan === null ? problemOf(reading) : null);
  if (sentence === null) return null;
  return (
    <p role="alert" className="border-line border-b bg-panel px-4 py-2 text-danger-ink md:px-5">
      Not saved: {sentence}
    </p>
  );
}

function problemOf({ arms, nameError, error }: Reading): string {
  const wrong = arms.filter(({ errors }) => Object.keys(errors).length > 0).map(({ name }) => `“${name}”`);
  if (nameError !== null) return nameError;
  if (wrong.length > 0) return `${wrong.join(", ")} ${wrong.length === 1 ? "needs" : "need"} another look.`;
  return error ?? "Something in the plan needs another look.";
}
