/** Which two training sets are compared, as a query string. */

export const compareHref = (first: number | null, second: number | null): string => {
  const params = new URLSearchParams();
  if (first !== null) params.set("first", String(first));
  if (second !== null) params.set("second", String(second));
  return params.size === 0 ? "/training-sets/compare" : `/training-sets/compare?${params}`;
};
