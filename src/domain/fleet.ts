// One model's change of one metric, pooled over the devices that measured it.

/** What several devices say together; a uniform small change shows here that no single device could show. */
export interface FleetChange {
  readonly model: string;
  /** The metric's name. */
  readonly metric: string;
  /** How many devices measured it; three at least. */
  readonly devices: number;
  /** As a fraction, positive is worse. */
  readonly change: number;
  /** Its interval: the lower end exceeds "no change" by chance in at most 1 % of gates, the upper falls short likewise. */
  readonly interval: readonly [low: number, high: number];
  /** Standard deviation of the true change from device to device, as a fraction; 0 where noise alone explains it. */
  readonly heterogeneity: number;
}
