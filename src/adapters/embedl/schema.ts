// What the hub sends, the fields used and no more. Tolerant: unknown fields and statuses pass, lists come in two shapes.

import * as z from 'zod';

/** Ids may be numbers or strings; they are only ever handed back. */
const Id = z.union([z.string(), z.number()]).transform(String);

/** A list as an array or as `{items}`. */
function listOf<T extends z.ZodType>(item: T) {
  return z.union([z.array(item), z.object({ items: z.array(item) }).transform(({ items }) => items)]);
}

export const Project = z.object({ id: Id, name: z.string() });
export type Project = z.infer<typeof Project>;

export const RunSummary = z.object({
  id: Id,
  name: z
    .string()
    .nullish()
    .transform((name) => name ?? ''),
  status: z
    .string()
    .nullish()
    .transform((status) => status ?? ''),
  parentRunId: Id.nullish().transform((id) => id ?? null),
  createdAt: z
    .string()
    .nullish()
    .transform((date) => date ?? ''),
});
export type RunSummary = z.infer<typeof RunSummary>;

export const RunPage = z.object({
  items: z.array(RunSummary),
  pagination: z
    .object({ hasMore: z.boolean().nullish(), nextOffset: z.number().nullish() })
    .nullish()
    .transform((page) => (page?.hasMore === true ? (page.nextOffset ?? null) : null)),
});

const NamedValue = z.object({ name: z.string(), value: z.union([z.string(), z.number()]), step: z.number().nullish() });
const NamedValues = listOf(NamedValue)
  .nullish()
  .transform((values) => values ?? []);

/** A run with everything that was logged on it. */
export const RunDetail = RunSummary.extend({ metrics: NamedValues, params: NamedValues, tags: NamedValues });
export type RunDetail = z.infer<typeof RunDetail>;

/** A run found by its id alone; nobody says whether its project comes as an object or as an id. */
export const RunPlace = z
  .object({ id: Id, project: z.object({ id: Id }).nullish(), projectId: Id.nullish() })
  .transform(({ project, projectId }) => project?.id ?? projectId ?? undefined);

export const Artifact = z.object({ id: Id });
export const UploadTarget = z.object({
  url: z.string(),
  uploadMode: z.string(),
  maxSize: z.union([z.string(), z.number()]).nullish(),
});

export const CloudDevice = z.object({
  name: z.string(),
  os: z
    .string()
    .nullish()
    .transform((os) => os ?? ''),
  vendor: z
    .string()
    .nullish()
    .transform((vendor) => vendor ?? ''),
  platform: z
    .string()
    .nullish()
    .transform((platform) => platform ?? ''),
});
export type CloudDevice = z.infer<typeof CloudDevice>;
export const CloudDevices = listOf(CloudDevice);

export const UploadSlot = z.object({
  id: Id,
  url: z.string(),
  webhookUrl: z.string().nullish(),
  webhookSecret: z.string().nullish(),
});
export type UploadSlot = z.infer<typeof UploadSlot>;
export const ResultSlot = z.object({
  id: Id,
  url: z
    .string()
    .nullish()
    .transform((url) => url ?? ''),
  status: z
    .string()
    .nullish()
    .transform((status) => status ?? ''),
});
export const CloudJob = z.object({
  id: Id,
  status: z
    .string()
    .nullish()
    .transform((status) => status ?? ''),
});
export const JobArtifacts = z.object({ url: z.string() });

/** Some failures have no JSON body at all. */
export const Failure = z.object({
  message: z.string().nullish(),
  errors: z
    .array(
      z.looseObject({
        title: z.string().nullish(),
        code: z.union([z.string(), z.number()]).nullish(),
        detail: z.string().nullish(),
        source: z.unknown().optional(),
      }),
    )
    .nullish(),
});
export type Failure = z.infer<typeof Failure>;
