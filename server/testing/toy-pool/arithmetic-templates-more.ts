/** Word problems of the toy arithmetic set, second half: journeys, workshops, households. */
import { given, operation, result } from "./arithmetic-problem";
import type { Template } from "./arithmetic-templates";

const marbles: Template = (random, [first, second]) => {
  const [own, times, children] = [random.int(12, 24), random.int(3, 5), random.int(4, 6)];
  const [marbles, price] = [own * children, random.int(3, 9)];
  return {
    text: `${first.name} has ${marbles} marbles in a bag that cost $${price}, and ${second.name} has ${times} times as many. They put their marbles together and share them equally among ${children} children. How many marbles does each child get?`,
    givens: [
      { value: marbles, what: `the number of marbles ${first.name} has` },
      { value: times, what: `how many times as many marbles ${second.name} has` },
      { value: children, what: "the number of children" },
    ],
    distractor: { value: price, what: "the price of the bag" },
    operations: [
      operation(given(0), "*", given(1), `the number of marbles ${second.name} has`),
      operation(given(0), "+", result(0), "the number of marbles together"),
      operation(result(1), "/", given(2), "the number of marbles for each child"),
    ],
  };
};

const train: Template = (random) => {
  const [speed, hours, rest, minutes] = [
    random.int(62, 96),
    random.int(2, 4),
    random.int(25, 58),
    random.pick([12, 18, 22]),
  ];
  return {
    text: `A train travels at ${speed} kilometres an hour for ${hours} hours, waits at a station for ${minutes} minutes, and then travels ${rest} kilometres more to the coast. Later it goes back the same way. How many kilometres does it travel there and back?`,
    givens: [
      { value: speed, what: "the speed of the train" },
      { value: hours, what: "the number of hours" },
      { value: rest, what: "the kilometres after the station" },
      { value: 2, what: "the number of times the way is travelled" },
    ],
    distractor: { value: minutes, what: "the length of the wait in minutes" },
    operations: [
      operation(given(0), "*", given(1), "the kilometres to the station"),
      operation(result(0), "+", given(2), "the kilometres to the coast"),
      operation(result(1), "*", given(3), "the distance there and back in kilometres"),
    ],
    otherUnit: { factor: 1000, name: "metres" },
  };
};

const candles: Template = (random) => {
  const [hourly, hours, days] = [random.int(24, 46), random.int(6, 9), random.int(4, 6)];
  const [faulty, people] = [random.int(31, 78), random.int(11, 19)];
  return {
    text: `A workshop with ${people} workers makes ${hourly} candles an hour and runs for ${hours} hours a day, ${days} days a week. In a usual week ${faulty} candles are faulty and are melted down again. How many good candles does the workshop make in a week?`,
    givens: [
      { value: hourly, what: "the number of candles made in an hour" },
      { value: hours, what: "the number of hours in a working day" },
      { value: days, what: "the number of working days in a week" },
      { value: faulty, what: "the number of faulty candles in a week" },
    ],
    distractor: { value: people, what: "the number of workers" },
    operations: [
      operation(given(0), "*", given(1), "the number of candles made in a day"),
      operation(result(0), "*", given(2), "the number of candles made in a week"),
      operation(result(1), "-", given(3), "the number of good candles"),
    ],
  };
};

const coat: Template = (random, [buyer]) => {
  const [price, percent] = [random.int(4, 9) * 40, random.pick([15, 25, 35])];
  const [voucher, size] = [random.int(8, 19), random.pick([38, 42, 44])];
  return {
    text: `A coat in size ${size} costs $${price}. In the sale its price falls by ${percent} percent, and ${buyer.name} has a voucher for $${voucher} off the sale price. How many dollars does ${buyer.name} pay for the coat?`,
    givens: [
      { value: price, what: "the full price" },
      { value: percent, what: "the reduction in percent" },
      { value: 100, what: "a hundred percent" },
      { value: voucher, what: "the value of the voucher" },
    ],
    distractor: { value: size, what: "the size of the coat" },
    operations: [
      operation(given(0), "*", given(1), "the full price times the percentage"),
      operation(result(0), "/", given(2), "the reduction in dollars"),
      operation(given(0), "-", result(1), "the sale price"),
      operation(result(2), "-", given(3), "the price after the voucher"),
    ],
    otherUnit: { factor: 100, name: "cents" },
  };
};

const eggs: Template = (random, [keeper]) => {
  const [hens, laid] = [random.int(4, 7) * 6, random.pick([4, 6])];
  const [kept, price, years] = [12 * random.int(2, 3), random.int(3, 7), random.int(8, 17)];
  return {
    text: `${keeper.name} keeps ${hens} hens in a henhouse that is ${years} years old. Each hen lays ${laid} eggs a week. ${keeper.they} keeps ${kept} eggs for ${keeper.their} family and sells the rest in boxes of 12 at $${price} a box. How many dollars does ${keeper.name} earn in a week?`,
    givens: [
      { value: hens, what: "the number of hens" },
      { value: laid, what: "the number of eggs a hen lays in a week" },
      { value: kept, what: "the number of eggs kept for the family" },
      { value: 12, what: "the number of eggs in a box" },
      { value: price, what: "the price of a box" },
    ],
    distractor: { value: years, what: "the age of the henhouse in years" },
    operations: [
      operation(given(0), "*", given(1), "the number of eggs in a week"),
      operation(result(0), "-", given(2), "the number of eggs for sale"),
      operation(result(1), "/", given(3), "the number of boxes"),
      operation(result(2), "*", given(4), "the money earned in a week"),
    ],
  };
};

const library: Template = (random) => {
  const [shelves, books] = [random.int(14, 28), random.int(26, 45)];
  const [lent, bought, floors] = [random.int(60, 140), random.int(22, 58), random.int(3, 5)];
  return {
    text: `A library on ${floors} floors has ${shelves} shelves in all, with ${books} books on each. This week it lends out ${lent} books and buys ${bought} new ones, and nothing is brought back. How many books are in the library at the end of the week?`,
    givens: [
      { value: shelves, what: "the number of shelves" },
      { value: books, what: "the number of books on a shelf" },
      { value: lent, what: "the number of books lent out" },
      { value: bought, what: "the number of new books" },
    ],
    distractor: { value: floors, what: "the number of floors" },
    operations: [
      operation(given(0), "*", given(1), "the number of books at first"),
      operation(result(0), "-", given(2), "the number of books after lending"),
      operation(result(1), "+", given(3), "the number of books at the end of the week"),
    ],
  };
};

const paint: Template = (random, [painter]) => {
  const [rooms, walls, covers] = [random.int(3, 5) * 2, 4, random.pick([16, 24, 32])];
  const [area, hours] = [covers / 2, random.int(5, 9)];
  return {
    text: `${painter.name} paints ${rooms} rooms of the same size. Each room has ${walls} walls of ${area} square metres. A tin of paint covers ${covers} square metres and takes ${hours} hours to dry. How many tins does ${painter.name} need for one coat on all the walls?`,
    givens: [
      { value: rooms, what: "the number of rooms" },
      { value: walls, what: "the number of walls in a room" },
      { value: area, what: "the area of a wall" },
      { value: covers, what: "the area that a tin covers" },
    ],
    distractor: { value: hours, what: "the hours the paint takes to dry" },
    operations: [
      operation(given(0), "*", given(1), "the number of walls"),
      operation(result(0), "*", given(2), "the area of all walls"),
      operation(result(1), "/", given(3), "the number of tins"),
    ],
  };
};

const juice: Template = (random, [host]) => {
  const [bottles, drunk, guests] = [random.int(8, 18), random.int(9, 22), random.int(24, 30)];
  return {
    text: `For a party with ${guests} guests, ${host.name} buys ${bottles} bottles of juice, each with 1.5 litres, and pours all of it into glasses of 0.25 litres. The first guests drink ${drunk} of the glasses. How many full glasses are left?`,
    givens: [
      { value: bottles, what: "the number of bottles" },
      { value: 1.5, what: "the litres in a bottle" },
      { value: 0.25, what: "the litres in a glass" },
      { value: drunk, what: "the number of glasses drunk" },
    ],
    distractor: { value: guests, what: "the number of guests" },
    operations: [
      operation(given(0), "*", given(1), "the litres of juice"),
      operation(result(0), "/", given(2), "the number of glasses poured"),
      operation(result(1), "-", given(3), "the number of full glasses left"),
    ],
  };
};

const ages: Template = (random, [older, younger]) => {
  const [times, age, years, apart] = [random.int(3, 5), random.int(9, 16), random.int(5, 12), random.int(21, 90)];
  return {
    text: `${older.name} is ${times} times as old as ${younger.name}, who is ${age} and lives ${apart} kilometres away. What will their ages add up to in ${years} years?`,
    givens: [
      { value: times, what: `how many times as old ${older.name} is` },
      { value: age, what: `the age of ${younger.name}` },
      { value: 2, what: "the number of people" },
      { value: years, what: "the number of years to come" },
    ],
    distractor: { value: apart, what: "the distance between them in kilometres" },
    operations: [
      operation(given(0), "*", given(1), `the age of ${older.name}`),
      operation(result(0), "+", given(1), "the sum of their ages now"),
      operation(given(2), "*", given(3), "the years the two of them gain"),
      operation(result(1), "+", result(2), "the sum of their ages then"),
    ],
  };
};

export const JOURNEY_AND_HOME: Template[] = [marbles, train, candles, coat, eggs, library, paint, juice, ages];
