// All comments of a pull request, in the order in which they were written.

import { listPages, type PagedList } from '../http/paged-list.ts';
import type { GitHub } from './client.ts';

const PAGE = 100;
export const MOST_COMMENTS = 3000;

type Comment = Awaited<ReturnType<GitHub['rest']['issues']['listComments']>>['data'][number];

/** At most 3,000; whether there are more is told. */
export function listComments({ rest, owner, repo }: GitHub, pullRequest: number): Promise<PagedList<Comment>> {
  return listPages(
    async (page) => {
      const query = { owner, repo, issue_number: pullRequest, per_page: PAGE, page };
      const { data } = await rest.issues.listComments(query);
      return { items: data, next: data.length < PAGE ? undefined : page + 1 };
    },
    { from: 1, most: MOST_COMMENTS },
  );
}
