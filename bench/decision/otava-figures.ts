// What Apache Otava finds on the published histories: constants, for it is a Python package. Made by play-otava.py.

export const OTAVA_SOURCE =
  'Apache Otava 0.8.0 (E-divisive with a t-test, p < 0.001, window 50; with its default and with a minimum of 5 %), the six jobs appended to the runs, an alarm counted where its change point falls at the candidate; measured on 2026-11-26 by `bench/decision/play-otava.py`.';

/** Shares of windows with an alarm when nothing changed and at +10, +20 and +50 %. */
export const OTAVA: readonly { readonly name: string; readonly runs: number; readonly rates: readonly number[] }[] = [
  { name: 'Otava', runs: 10, rates: [0.0044, 0.296, 0.6107, 0.9353] },
  { name: 'Otava, at least 5 %', runs: 10, rates: [0.0031, 0.2954, 0.6095, 0.9353] },
  { name: 'Otava', runs: 40, rates: [0.0023, 0.3412, 0.6432, 0.9491] },
  { name: 'Otava, at least 5 %', runs: 40, rates: [0.0008, 0.3412, 0.6432, 0.9491] },
];
