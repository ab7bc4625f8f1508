import { describe, expect, it } from 'vitest';
import { listPages } from '../../src/adapters/http/paged-list.ts';

const all = Array.from({ length: 25 }, (_, id) => ({ id }));

/** A service that gives pages of ten by offset, and notes what it was asked. */
function serve(asked: number[], size = 10) {
  return async (offset: number) => {
    asked.push(offset);
    const items = all.slice(offset, offset + size);
    return { items, next: offset + items.length };
  };
}

describe('listPages', () => {
  it('reads a list to its end', async () => {
    const asked: number[] = [];
    expect(await listPages(serve(asked), { from: 0, most: 1000 })).toEqual({ items: all, isComplete: true });
    expect(asked).toEqual([0, 10, 20, 25]);
  });

  it('stops at the bound and says that there may be more', async () => {
    const asked: number[] = [];
    const { items, isComplete } = await listPages(serve(asked), { from: 0, most: 20 });
    expect(items).toHaveLength(20);
    expect(isComplete).toBe(false);
  });

  it('takes the service at its word that a page is the last', async () => {
    const list = await listPages(
      async (page: number) => ({ items: [{ id: page }], next: page < 3 ? page + 1 : undefined }),
      { from: 1, most: 3 },
    );
    expect(list).toEqual({ items: [{ id: 1 }, { id: 2 }, { id: 3 }], isComplete: true });
  });

  it('ends where a server ignores the cursor', async () => {
    const same = all.slice(0, 10);
    const list = await listPages(async (offset: number) => ({ items: same, next: offset + same.length }), {
      from: 0,
      most: 1000,
    });
    expect(list).toEqual({ items: same, isComplete: true });
  });

  it('ends early where what is wanted was found', async () => {
    const asked: number[] = [];
    const isEnough = (items: readonly { readonly id: number }[]) => items.some(({ id }) => id === 3);
    const { isComplete } = await listPages(serve(asked), { from: 0, most: 1000, isEnough });
    expect(asked).toEqual([0]);
    expect(isComplete).toBe(false);
  });

  it('gives an item once that was pushed onto the next page', async () => {
    const pages = [
      [{ id: 3 }, { id: 2 }],
      [{ id: 2 }, { id: 1 }],
    ];
    const { items } = await listPages(async (page: number) => ({ items: pages[page] ?? [], next: page + 1 }), {
      from: 0,
      most: 1000,
    });
    expect(items.map(({ id }) => id)).toEqual([3, 2, 1]);
  });
});
