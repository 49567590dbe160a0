const Z = 1.959963984540054;
/** Where the series is too coarse. */
const EXACT: Readonly<Record<number, number>> = { 1: 12.7062, 2: 4.3027, 3: 3.1824, 4: 2.7764 };

/** The 97.5 % quantile of Student's t, to 0.003: Abramowitz and Stegun (1964), 26.7.5, three terms. */
export function student975(degrees: number): number {
  const whole = Math.max(1, Math.floor(degrees));
  const known = EXACT[whole];
  if (known !== undefined) return known;
  const first = (Z ** 3 + Z) / 4;
  const second = (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / 96;
  const third = (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / 384;
  return Z + first / whole + second / whole ** 2 + third / whole ** 3;
}

/** What a sample is worth less for its variance being estimated with so many degrees of freedom: (z / t)². */
export const degreesFactor = (degrees: number): number => (Z / student975(degrees)) ** 2;
