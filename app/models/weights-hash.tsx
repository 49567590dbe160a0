/** The beginning of a hash, all of it on hover. */
export function WeightsHash({ hash }: { hash: string }) {
  return (
    <code className="font-mono text-xs" title={`sha256 ${hash}`}>
      {hash.slice(0, 12)}
    </code>
  );
}
