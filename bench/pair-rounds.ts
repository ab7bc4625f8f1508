// What ending a pair early costs in precision: pairs drawn from a fixed seed, each ended by the rule and at full length.
// Processes differ by 1 %, rounds inside a pair by more or less, and one round in twenty meets other load. No timing.

import { estimateLevels, isPrecise, type Round } from '../src/adapters/local/rounds.ts';
import { standardDeviation } from '../src/domain/statistics.ts';

const PAIRS = 1500;
const FEWEST = 6;
/** Rounds in a second of inference a side, in blocks of 25 ms. */
const FULL = 20;
const BETWEEN_PROCESSES = 0.01;

let state = 7;

/** Numerical Recipes' linear congruential generator; above 0 and below 1. */
function draw(): number {
  state = (state * 1664525 + 1013904223) >>> 0;
  return (state + 0.5) / 2 ** 32;
}

function drawNormal(): number {
  return Math.sqrt(-2 * Math.log(draw())) * Math.cos(2 * Math.PI * draw());
}

function drawRound(level: number, spread: number): Round {
  const outlier = draw() < 0.05 ? -Math.log(draw()) * 3 * spread : 0;
  return { baseline: [[1]], candidate: [[Math.exp(level + spread * drawNormal() + outlier)]] };
}

console.log('rounds differ by   rounds of 20   pairs differ by   at full length');
for (const spread of [0.003, 0.006, 0.01, 0.02, 0.05]) {
  const early: number[] = [];
  const full: number[] = [];
  let spent = 0;
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const level = BETWEEN_PROCESSES * drawNormal();
    const rounds = Array.from({ length: FULL }, () => drawRound(level, spread));
    const counts = rounds.map((_, place) => place + 1).filter((count) => count >= FEWEST);
    const count = counts.find((some) => isPrecise(rounds.slice(0, some))) ?? FULL;
    spent += count;
    early.push(estimateLevels(rounds.slice(0, count)).logRatio);
    full.push(estimateLevels(rounds).logRatio);
  }
  const percent = (value: number, digits: number) => `${(100 * value).toFixed(digits)} %`;
  const cells = [
    percent(spread, 1),
    (spent / PAIRS).toFixed(1),
    percent(standardDeviation(early), 2),
    percent(standardDeviation(full), 2),
  ];
  console.log(cells.map((cell, place) => cell.padStart([14, 15, 18, 17][place] ?? 0)).join(''));
}
