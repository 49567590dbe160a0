/** Word problems of the toy arithmetic set, first half: shops, schools, farms. Every number is two or more. */

import type { Random } from "@/domain/random";
import { given, operation, type Problem, result } from "./arithmetic-problem";

export type Person = { name: string; they: string; their: string };
export type Template = (random: Random, people: [Person, Person]) => Problem;

const notebooks: Template = (random, [buyer]) => {
  const [a, p, b, q] = [random.int(3, 8), random.int(3, 6), random.int(4, 9), random.int(2, 4)];
  const [note, years] = [100, random.int(11, 30)];
  return {
    text: `${buyer.name} buys ${a} notebooks at $${p} each and ${b} pens at $${q} each in a shop that has been open for ${years} years. ${buyer.they} pays with a $${note} note. How many dollars of change does ${buyer.name} get?`,
    givens: [
      { value: a, what: "the number of notebooks" },
      { value: p, what: "the price of a notebook" },
      { value: b, what: "the number of pens" },
      { value: q, what: "the price of a pen" },
      { value: note, what: "the money paid" },
    ],
    distractor: { value: years, what: "the number of years the shop has been open" },
    operations: [
      operation(given(0), "*", given(1), "the cost of the notebooks"),
      operation(given(2), "*", given(3), "the cost of the pens"),
      operation(result(0), "+", result(1), "the total cost"),
      operation(given(4), "-", result(2), "the change"),
    ],
    otherUnit: { factor: 100, name: "cents" },
  };
};

const bakery: Template = (random) => {
  const [trays, rolls] = [random.int(6, 14), random.int(18, 36)];
  const [sold, donated, price] = [random.int(60, 95), random.int(8, 12), random.int(2, 5)];
  return {
    text: `A bakery bakes ${trays} trays of ${rolls} rolls on Monday morning. By noon it has sold ${sold} rolls at $${price} each and given ${donated} rolls to a shelter. How many rolls are left at noon?`,
    givens: [
      { value: trays, what: "the number of trays" },
      { value: rolls, what: "the number of rolls on a tray" },
      { value: sold, what: "the number of rolls sold" },
      { value: donated, what: "the number of rolls given away" },
    ],
    distractor: { value: price, what: "the price of a roll" },
    operations: [
      operation(given(0), "*", given(1), "the number of rolls baked"),
      operation(result(0), "-", given(2), "the number of rolls left after the sales"),
      operation(result(1), "-", given(3), "the number of rolls left at noon"),
    ],
  };
};

const buses: Template = (random) => {
  const [seats, count, teachers] = [random.int(22, 48), random.int(3, 7), random.int(8, 15)];
  const [pupils, minutes] = [seats * count - teachers, random.pick([35, 45, 55, 70])];
  return {
    text: `A school takes ${pupils} pupils and ${teachers} teachers to a museum that is ${minutes} minutes away. Each bus seats ${seats} people, and every bus is full. How many buses does the school need?`,
    givens: [
      { value: pupils, what: "the number of pupils" },
      { value: teachers, what: "the number of teachers" },
      { value: seats, what: "the number of seats in a bus" },
    ],
    distractor: { value: minutes, what: "the length of the drive in minutes" },
    operations: [
      operation(given(0), "+", given(1), "the number of people travelling"),
      operation(result(0), "/", given(2), "the number of buses"),
    ],
  };
};

const bicycle: Template = (random, [saver]) => {
  const [weekly, weeks, jacket] = [random.int(15, 35), random.int(8, 14), random.int(28, 60)];
  const [price, kilograms] = [weekly * weeks + random.int(40, 190), random.int(9, 14)];
  return {
    text: `${saver.name} saves $${weekly} a week for ${weeks} weeks and then spends $${jacket} on a jacket. ${saver.they} wants to buy a bicycle that weighs ${kilograms} kilograms and costs $${price}. How many more dollars does ${saver.name} need?`,
    givens: [
      { value: weekly, what: "the money saved in a week" },
      { value: weeks, what: "the number of weeks" },
      { value: jacket, what: "the price of the jacket" },
      { value: price, what: "the price of the bicycle" },
    ],
    distractor: { value: kilograms, what: "the weight of the bicycle in kilograms" },
    operations: [
      operation(given(0), "*", given(1), "the money saved"),
      operation(result(0), "-", given(2), "the money left after buying the jacket"),
      operation(given(3), "-", result(1), "the money that is still missing"),
    ],
  };
};

const orchard: Template = (random) => {
  const [rows, trees, apples] = [random.int(4, 7) * 2, random.pick([12, 15, 20]), random.int(24, 38)];
  const [crate, metres] = [trees * 2, random.int(60, 95)];
  return {
    text: `An orchard has ${rows} rows of ${trees} apple trees, and each row is ${metres} metres long. Every tree gives ${apples} kilograms of apples. The apples are packed in crates that hold ${crate} kilograms each. How many crates can be filled?`,
    givens: [
      { value: rows, what: "the number of rows" },
      { value: trees, what: "the number of trees in a row" },
      { value: apples, what: "the kilograms of apples on a tree" },
      { value: crate, what: "the kilograms in a crate" },
    ],
    distractor: { value: metres, what: "the length of a row in metres" },
    operations: [
      operation(given(0), "*", given(1), "the number of trees"),
      operation(result(0), "*", given(2), "the kilograms of apples"),
      operation(result(1), "/", given(3), "the number of crates"),
    ],
  };
};

const book: Template = (random, [reader]) => {
  const [daily, days, more] = [random.int(14, 26), random.int(5, 9), random.int(4, 8)];
  const [pages, year] = [daily * days + more * random.int(17, 33), random.int(1961, 1998)];
  return {
    text: `${reader.name} is reading a book of ${pages} pages that was printed in ${year}. ${reader.they} has read ${daily} pages a day for ${days} days and wants to finish the book in ${more} more days, reading the same number of pages on each. How many pages a day is that?`,
    givens: [
      { value: daily, what: "the number of pages read in a day so far" },
      { value: days, what: "the number of days so far" },
      { value: pages, what: "the number of pages in the book" },
      { value: more, what: "the number of days that remain" },
    ],
    distractor: { value: year, what: "the year the book was printed" },
    operations: [
      operation(given(0), "*", given(1), "the number of pages read so far"),
      operation(given(2), "-", result(0), "the number of pages that remain"),
      operation(result(1), "/", given(3), "the number of pages for each remaining day"),
    ],
  };
};

const tank: Template = (random) => {
  const [leak, net] = [random.int(6, 15), random.pick([12, 15, 20, 25, 30])];
  const [volume, years] = [net * random.int(24, 60), random.int(7, 19)];
  return {
    text: `An empty water tank that is ${years} years old holds ${volume} litres. A pump fills it at ${leak + net} litres a minute, while a leak loses ${leak} litres a minute. After how many minutes is the tank full?`,
    givens: [
      { value: leak + net, what: "the litres pumped in a minute" },
      { value: leak, what: "the litres lost in a minute" },
      { value: volume, what: "the litres the tank holds" },
    ],
    distractor: { value: years, what: "the age of the tank in years" },
    operations: [
      operation(given(0), "-", given(1), "the litres gained in a minute"),
      operation(given(2), "/", result(0), "the number of minutes"),
    ],
    otherUnit: { factor: 60, name: "seconds" },
  };
};

const theatre: Template = (random) => {
  const [adults, price] = [random.int(48, 90), random.int(14, 22)];
  const [children, reduced] = [random.int(25, 60), random.int(6, 11)];
  const [hall, minutes] = [random.int(21, 39) * 10, random.pick([85, 95, 110, 130])];
  return {
    text: `A theatre sells ${adults} adult tickets at $${price} and ${children} child tickets at $${reduced} for a play that lasts ${minutes} minutes. Hiring the hall costs $${hall}. How many dollars does the theatre keep after paying for the hall?`,
    givens: [
      { value: adults, what: "the number of adult tickets" },
      { value: price, what: "the price of an adult ticket" },
      { value: children, what: "the number of child tickets" },
      { value: reduced, what: "the price of a child ticket" },
      { value: hall, what: "the cost of the hall" },
    ],
    distractor: { value: minutes, what: "the length of the play in minutes" },
    operations: [
      operation(given(0), "*", given(1), "the income from adult tickets"),
      operation(given(2), "*", given(3), "the income from child tickets"),
      operation(result(0), "+", result(1), "the income from all tickets"),
      operation(result(2), "-", given(4), "the money left after paying for the hall"),
    ],
  };
};

const fence: Template = (random, [owner]) => {
  const [long, wide, price, age] = [random.int(16, 29), random.int(7, 14), random.int(9, 17), random.int(33, 61)];
  return {
    text: `${owner.name}, who is ${age} years old, puts a fence around a rectangular garden that is ${long} metres long and ${wide} metres wide. A metre of fence costs $${price}. How many dollars does the whole fence cost?`,
    givens: [
      { value: long, what: "the length of the garden" },
      { value: wide, what: "the width of the garden" },
      { value: 2, what: "the number of sides of each length" },
      { value: price, what: "the price of a metre of fence" },
    ],
    distractor: { value: age, what: `the age of ${owner.name}` },
    operations: [
      operation(given(0), "+", given(1), "the length of two neighbouring sides"),
      operation(result(0), "*", given(2), "the length of the fence in metres"),
      operation(result(1), "*", given(3), "the cost of the fence"),
    ],
  };
};

export const SHOP_AND_FARM: Template[] = [notebooks, bakery, buses, bicycle, orchard, book, tank, theatre, fence];
