/** The invented world behind the toy encyclopedia, as one table of facts. Nothing in it exists. */

export type Kind = "province" | "river" | "town" | "university" | "person" | "work" | "landmark";
export type Relation =
  | "province"
  | "capital"
  | "river"
  | "source"
  | "length"
  | "founded"
  | "founder"
  | "town"
  | "birthplace"
  | "born"
  | "university"
  | "creator"
  | "year"
  | "place"
  | "architect"
  | "industry"
  | "trade";
export type Entity = { name: string; kind: Kind; facts: Partial<Record<Relation, string>> };

/** Reads one table: a row is `name | value | value…`, in the order of the relations. */
function table(kind: Kind, relations: Relation[], rows: string): Entity[] {
  return rows
    .trim()
    .split("\n")
    .map((row) => {
      const [name = "", ...values] = row.split("|").map((cell) => cell.trim());
      const facts = relations.flatMap((relation, index) => (values[index] ? [[relation, values[index]] as const] : []));
      return { name, kind, facts: Object.fromEntries(facts) };
    });
}

const PROVINCES = table(
  "province",
  ["capital"],
  `
  Verran   | Ostrell
  Norholm  | Kestwick
  Elmarch  | Brannoch
  Saltmark | Port Ellin`,
);

const RIVERS = table(
  "river",
  ["source", "length"],
  `
  River Aldwen | the Tarn Hills        | 214
  River Brisk  | Hale Fell             | 96
  River Selk   | the Greyback Range    | 310
  River Thorne | the Pell Marshes      | 148
  River Ismere | Lake Varrow           | 77
  River Ouvel  | the Cinder Hills      | 265`,
);

const TOWNS = table(
  "town",
  ["province", "river", "founded", "industry"],
  `
  Ostrell    | Verran   | River Aldwen | 1142 | bell founding
  Kestwick   | Norholm  | River Brisk  | 1268 | wool
  Brannoch   | Elmarch  | River Selk   | 1087 | silver mining
  Port Ellin | Saltmark | River Ouvel  | 1311 | shipbuilding
  Marrowby   | Verran   | River Aldwen | 1395 | paper making
  Dunmarrow  | Norholm  | River Thorne | 1204 | cheese
  Haverlock  | Elmarch  | River Selk   | 1450 | glass blowing
  Quillon    | Saltmark | River Ouvel  | 1523 | herring fishing
  Westerfell | Norholm  | River Brisk  | 1176 | slate quarrying
  Amberlow   | Verran   | River Ismere | 1602 | pottery
  Corriston  | Elmarch  | River Thorne | 1339 | clock making
  Fennhythe  | Saltmark | River Ismere | 1238 | salt making
  Larkhaven  | Saltmark | River Selk   | 1567 | rope making
  Stonemere  | Elmarch  | River Thorne | 1681 | marble cutting`,
);

const UNIVERSITIES = table(
  "university",
  ["town", "founded", "founder"],
  `
  University of Ostrell    | Ostrell   | 1521 | Godfrey Thale
  University of Brannoch   | Brannoch  | 1597 | Maren Aldous
  Larkhaven College        | Larkhaven | 1688 | Hobart Quayle
  Corriston Institute      | Corriston | 1764 | Emil Harrow
  Kestwick Academy of Arts | Kestwick  | 1802 | Beatrix Sund`,
);

const PEOPLE = table(
  "person",
  ["trade", "born", "birthplace", "university"],
  `
  Ilse Vantor     | novelist   | 1841 | Marrowby   | University of Ostrell
  Tomas Greave    | novelist   | 1878 | Quillon    | Larkhaven College
  Nerys Oakham    | novelist   | 1902 | Dunmarrow  | University of Brannoch
  Piet Lorrimer   | playwright | 1866 | Haverlock  | Kestwick Academy of Arts
  Edda Marsh      | composer   | 1819 | Westerfell | Kestwick Academy of Arts
  Julian Corvane  | composer   | 1888 | Amberlow   | University of Ostrell
  Rosamund Tyle   | architect  | 1833 | Corriston  | Corriston Institute
  Anselm Birch    | architect  | 1851 | Fennhythe  | Larkhaven College
  Osric Penhale   | architect  | 1794 | Brannoch   | University of Brannoch
  Lena Ashgrove   | painter    | 1859 | Port Ellin | Kestwick Academy of Arts
  Marek Dovey     | painter    | 1911 | Stonemere  | Kestwick Academy of Arts
  Hanna Roke      | astronomer | 1870 | Kestwick   | Corriston Institute
  Silas Fenner    | botanist   | 1829 | Ostrell    | University of Ostrell
  Wilhelmina Carr | chemist    | 1905 | Larkhaven  | University of Brannoch
  Godfrey Thale   | bishop     | 1470 | Marrowby   |
  Maren Aldous    | duchess    | 1549 | Haverlock  |
  Hobart Quayle   | merchant   | 1640 | Quillon    |
  Emil Harrow     | clockmaker | 1715 | Stonemere  |
  Beatrix Sund    | banker     | 1761 | Westerfell |`,
);

const WORKS = table(
  "work",
  ["trade", "creator", "year", "place"],
  `
  The Glass Orchard        | novel    | Ilse Vantor    | 1869 | Haverlock
  The Cartographer's Debt  | novel    | Ilse Vantor    | 1877 | Quillon
  The Lantern Ferry        | novel    | Tomas Greave   | 1907 | Fennhythe
  A Winter of Crows        | novel    | Nerys Oakham   | 1938 | Westerfell
  The Tin Cathedral        | novel    | Nerys Oakham   | 1951 | Amberlow
  The Saltmaker's Daughter | play     | Piet Lorrimer  | 1894 | Port Ellin
  The Drowned Bells        | opera    | Edda Marsh     | 1851 | Ostrell
  Nine Weirs               | symphony | Julian Corvane | 1921 | Corriston
  The Rope Walk            | painting | Lena Ashgrove  | 1888 | Larkhaven
  Harvest of Slate         | painting | Marek Dovey    | 1946 | Stonemere`,
);

const LANDMARKS = table(
  "landmark",
  ["trade", "architect", "year", "town"],
  `
  Heron Bridge        | bridge     | Rosamund Tyle | 1868 | Marrowby
  Three Arch Bridge   | bridge     | Rosamund Tyle | 1881 | Dunmarrow
  Cannon Gate         | city gate  | Osric Penhale | 1831 | Haverlock
  Weavers' Hall       | guild hall | Osric Penhale | 1826 | Kestwick
  Gull Lighthouse     | lighthouse | Anselm Birch  | 1889 | Quillon
  Saint Orla's Chapel | chapel     | Anselm Birch  | 1897 | Amberlow`,
);

export const WORLD: readonly Entity[] = [
  ...PROVINCES,
  ...RIVERS,
  ...TOWNS,
  ...UNIVERSITIES,
  ...PEOPLE,
  ...WORKS,
  ...LANDMARKS,
];

const BY_NAME = new Map(WORLD.map((entity) => [entity.name, entity]));

export function entityNamed(name: string): Entity {
  const entity = BY_NAME.get(name);
  if (entity === undefined) throw new RangeError(`the toy encyclopedia knows no ${name}`);
  return entity;
}

/** One fact: what `relation` leads to from the entity called `name`. */
export function fact(name: string, relation: Relation): string {
  const value = entityNamed(name).facts[relation];
  if (value === undefined) throw new RangeError(`${name} has no ${relation}`);
  return value;
}

/** All entities of a kind that know a relation. */
export function entitiesWith(kind: Kind, relation: Relation): Entity[] {
  return WORLD.filter((entity) => entity.kind === kind && entity.facts[relation] !== undefined);
}
