// Two stores read as one: what the first has wins; what is put goes into the first.

import type { Artifact, ArtifactStore } from '../../ports/artifact-store.ts';

export function layerStores(first: ArtifactStore, second: ArtifactStore): ArtifactStore {
  const ofFirst = new Set<Artifact>();
  const storeOf = (artifact: Artifact) => (ofFirst.has(artifact) ? first : second);
  const remember = (artifacts: readonly Artifact[]) => {
    for (const artifact of artifacts) ofFirst.add(artifact);
    return artifacts;
  };
  return {
    async list(name) {
      const found = remember(await first.list(name));
      return found.length > 0 ? found : second.list(name);
    },
    find: (id) => second.find(id),
    names: (prefix) => second.names(prefix),
    ...(second.search === undefined ? {} : { search: second.search.bind(second) }),
    distrust: (artifact, place) => storeOf(artifact).distrust(artifact, place),
    fetch: (artifact, folder) => storeOf(artifact).fetch(artifact, folder),
    put: (name, root, files, options) => first.put(name, root, files, options),
  };
}
