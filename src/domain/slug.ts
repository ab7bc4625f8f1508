// Names that must be safe as file and artifact names and still tell any two originals apart.

/** Lower-case letters, digits and dashes, then eight hex digits of the original's hash (FNV-1a, 32 bits). */
export function toSlug(name: string): string {
  const readable = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60);
  return [readable, fnv1a(name)].filter((part) => part !== '').join('-');
}

/** Fowler, Noll & Vo's FNV-1a over the UTF-16 code units; names need spread here, not secrecy. */
function fnv1a(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
