// What Apache Otava finds on the held-out half of the published histories: constants, for it is a Python package. Made by play-otava.py.

export const OTAVA_SOURCE =
  'Apache Otava 0.8.0 (E-divisive with a t-test, p < 0.001, window 50; with its default and with a minimum of 5 %), the six jobs appended to the runs, an alarm counted where its change point falls at the candidate; measured on 2026-11-26 by `bench/decision/play-otava.py`.';

/** Shares of windows with an alarm when nothing changed and at +10, +20 and +50 %. */
export const OTAVA: readonly { readonly name: string; readonly runs: number; readonly rates: readonly number[] }[] = [
  { name: 'Otava', runs: 10, rates: [0.004, 0.2695, 0.6092, 0.9313] },
  { name: 'Otava, at least 5 %', runs: 10, rates: [0.0027, 0.2695, 0.6065, 0.9313] },
  { name: 'Otava', runs: 40, rates: [0.0017, 0.3395, 0.6571, 0.9443] },
  { name: 'Otava, at least 5 %', runs: 40, rates: [0, 0.3395, 0.6571, 0.9443] },
];
