// The hub's project of a repository: found by its name, made where there is none.

import { ServiceError } from '../http/service-errors.ts';
import type { HubApi } from './api.ts';
import { fitProject } from './limits.ts';

/** The hub's project: looked for once, and made only when something is to be kept in it. */
export class Project {
  readonly #api: HubApi;
  readonly #name: string;
  #found: Promise<string | undefined> | undefined;
  #made: Promise<string> | undefined;

  /** A name that is too long for the hub is cut, with a hash of the whole. */
  constructor(api: HubApi, wanted: string) {
    this.#api = api;
    this.#name = fitProject(wanted);
  }

  /** Its id; undefined where there is none yet. */
  find(): Promise<string | undefined> {
    this.#found ??= this.#api.findProject(this.#name).then(({ id }) => id, orMissing);
    return this.#made ?? this.#found;
  }

  /** Its id, of a new one where there was none. */
  findOrMake(): Promise<string> {
    this.#made ??= this.find().then((id) => id ?? this.#make());
    return this.#made;
  }

  async #make(): Promise<string> {
    try {
      return (await this.#api.createProject(this.#name)).id;
    } catch (error) {
      // Another job may have made it meanwhile.
      if (!(error instanceof ServiceError) || error.status !== 409) throw error;
      return (await this.#api.findProject(this.#name)).id;
    }
  }
}

/** A refusal as "there is none", where that is what it says; any other is thrown. */
export function orMissing(error: unknown): undefined {
  if (error instanceof ServiceError && error.status === 404) return undefined;
  throw error;
}
