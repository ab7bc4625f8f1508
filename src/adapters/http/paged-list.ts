// Lists that a service gives in pages: read to their end, or to a bound that is told.

export interface Page<Item, Cursor> {
  readonly items: readonly Item[];
  /** Where the next page starts; undefined where this was the last. */
  readonly next: Cursor | undefined;
}

export interface PagedList<Item> {
  /** Each once: what is created meanwhile pushes items of one page onto the next. */
  readonly items: readonly Item[];
  /** False where the bound came before the end. */
  readonly isComplete: boolean;
}

export interface PageBounds<Item, Cursor> {
  /** Where the first page starts: an offset, a page's number, a cursor. */
  readonly from: Cursor;
  /** No further page is asked for when so many items are known. */
  readonly most: number;
  /** Ends the reading early: what is wanted was found. */
  readonly isEnough?: ((items: readonly Item[]) => boolean) | undefined;
}

/** Whatever a service takes for a page. */
const MOST_PAGES = 200;

/**
 * Reads pages until there is no next one, a page holds nothing new (a server that ignores the cursor gives the same page
 * again), or a bound is reached.
 */
export async function listPages<Item extends { readonly id: string | number }, Cursor>(
  ask: (cursor: Cursor) => Promise<Page<Item, Cursor>>,
  { from, most, isEnough = () => false }: PageBounds<Item, Cursor>,
): Promise<PagedList<Item>> {
  const items = new Map<Item['id'], Item>();
  let cursor: Cursor | undefined = from;
  for (let page = 0; cursor !== undefined && page < MOST_PAGES; page += 1) {
    const known = items.size;
    const answer: Page<Item, Cursor> = await ask(cursor);
    for (const item of answer.items) items.set(item.id, item);
    cursor = items.size > known ? answer.next : undefined;
    if (items.size >= most || isEnough([...items.values()])) break;
  }
  return { items: [...items.values()], isComplete: cursor === undefined };
}
