/** Says which parts of a page's address mean nothing. */
export function IgnoredAddress({ parts }: { parts: readonly string[] }) {
  if (parts.length === 0) return null;
  return (
    <p role="alert" className="bg-warning-soft px-5 py-1.5 text-warning-ink">
      Part of this address could not be read and is left out: {parts.join(", ")}.
    </p>
  );
}
