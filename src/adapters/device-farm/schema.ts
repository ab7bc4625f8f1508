// What is read of AWS's answers; everything else in them is left alone. Every field may be missing there.

import * as z from 'zod';

const Text = z.string();
const Words = z
  .string()
  .nullish()
  .transform((text) => text ?? '');

export const Project = z.object({ arn: Text, name: Words });
export const FarmDevice = z.object({
  arn: Text,
  name: Text,
  manufacturer: Words,
  model: Words,
  formFactor: Words,
  platform: Words,
  type: Words,
  os: Words,
  fleetType: Words,
  availability: Words,
  instances: z
    .array(z.object({ labels: z.array(z.string()).nullish() }))
    .nullish()
    .transform((instances) => (instances ?? []).flatMap(({ labels }) => labels ?? [])),
});
export type FarmDevice = z.output<typeof FarmDevice>;

export const Upload = z.object({ arn: Text, status: Words, url: Text.nullish(), message: Words, metadata: Words });
export type Upload = z.output<typeof Upload>;

const DeviceMinutes = z.object({ total: z.number().nonnegative() }).nullish().catch(undefined);

export const FarmRun = z.object({
  arn: Text,
  status: Words,
  result: Words,
  message: Words,
  resultCode: Words,
  deviceMinutes: DeviceMinutes,
});
export type FarmRun = z.output<typeof FarmRun>;

export const FarmJob = z.object({
  arn: Text,
  status: Words,
  result: Words,
  message: Words,
  device: z.object({ name: Words, os: Words, model: Words }).nullish(),
  deviceMinutes: DeviceMinutes,
});
export type FarmJob = z.output<typeof FarmJob>;

export const FarmArtifact = z.object({ type: Words, name: Words, url: Text.nullish() });
export type FarmArtifact = z.output<typeof FarmArtifact>;

/** A page of a list. */
export function pageOf<K extends string, T>(key: K, item: z.ZodType<T>) {
  return z.object({ nextToken: z.string().nullish(), [key]: z.array(item) }).transform((page) => ({
    items: page[key] as readonly T[],
    next: (page['nextToken'] as string | null | undefined) ?? undefined,
  }));
}
