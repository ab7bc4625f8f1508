// A row of the results: a figure, what it is compared with in the same run, and the goal.

export interface Row {
  readonly what: string;
  /** What it is a multiple of, or which bound it is held against. */
  readonly reference: string;
  readonly figure: string;
  readonly goal: string;
  readonly met: boolean;
}

/** A figure that must not be above its goal. `show` writes both. */
export function atMost(
  what: string,
  reference: string,
  [figure, goal]: readonly [figure: number, goal: number],
  show: (value: number) => string,
): Row {
  return { what, reference, figure: show(figure), goal: `≤ ${show(goal)}`, met: figure <= goal };
}

export const times = (value: number) => `${value.toFixed(2)} ×`;
export const whole = (value: number) => String(Math.round(value));
export const seconds = (value: number) => `${value.toFixed(2)} s`;
export const milliseconds = (value: number) => `${value.toFixed(0)} ms`;
export const megabytes = (value: number) => `${(value / 1e6).toFixed(2)} MB`;
