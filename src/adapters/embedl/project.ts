// The hub's project of a repository: found by its name, made where there is none.

import { ServiceError } from '../http/service-errors.ts';
import type { HubApi } from './api.ts';
import { fitProject } from './limits.ts';

/** The id of the project of that name; a name that is too long for the hub is cut, with a hash of the whole. */
export async function findOrMakeProject(api: HubApi, wanted: string): Promise<string> {
  const name = fitProject(wanted);
  const found = await api.findProject(name).catch(orMissing);
  if (found !== undefined) return found.id;
  try {
    return (await api.createProject(name)).id;
  } catch (error) {
    // Another job may have made it meanwhile.
    if (!(error instanceof ServiceError) || error.status !== 409) throw error;
    return (await api.findProject(name)).id;
  }
}

/** A refusal as "there is none", where that is what it says; any other is thrown. */
export function orMissing(error: unknown): undefined {
  if (error instanceof ServiceError && error.status === 404) return undefined;
  throw error;
}
