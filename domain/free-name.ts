/** A name for one more of something, so that no two are alike. */

const LONGEST = 200;

/** The name itself while it is free, else with the first number behind it that is: "Pilot", "Pilot 2", "Pilot 3". */
export function freeName(name: string, taken: readonly string[]): string {
  const used = new Set(taken.map(plain));
  if (!used.has(plain(name))) return name;
  const numbered = /^(.*\S) \d+$/s.exec(name)?.[1];
  // The number of "Pilot 2" counts pilots; that of "Llama 3" is part of its name, unless there is a "Llama".
  const base = numbered !== undefined && used.has(plain(numbered)) ? numbered : name;
  for (let number = 2; ; number++) {
    const ending = ` ${number}`;
    const next = `${base.slice(0, LONGEST - ending.length)}${ending}`;
    if (!used.has(plain(next))) return next;
  }
}

const plain = (name: string) => name.trim().toLowerCase();
