/** The studio's sign. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" fill="none" aria-hidden className={className}>
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <path
        d="M23.5 11.2C22 8.3 19.2 6.8 16 6.8c-5 0-8.6 3.7-8.6 8.4 0 4 3 6.9 6.9 6.9 3.2 0 5.6-2.2 5.6-5.1 0-2.4-1.7-4.1-3.9-4.1-1.8 0-3.1 1.2-3.1 2.8"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <circle cx="22.5" cy="24" r="2.1" fill="#fff" />
    </svg>
  );
}
