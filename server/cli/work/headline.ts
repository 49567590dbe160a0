/** "Rollout run 3, Pilot: done" */
export const headline = (noun: string, id: number, name: string, status: string): string =>
  `${noun.charAt(0).toUpperCase()}${noun.slice(1)} ${id}, ${name}: ${status}`;
