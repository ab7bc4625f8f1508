// Which events ask to accept something, and which only look like it.

import { describe, expect, it } from 'vitest';
import { readAcceptEvent } from '../../src/config/accept-event.ts';

const FACTS = {
  repository: 'acme/models',
  sha: 'a'.repeat(40),
  ref: 'refs/heads/main',
  serverUrl: 'https://github.com',
  runId: 1,
  runAttempt: 1,
  step: 'gate',
  workflowRef: 'acme/models/.github/workflows/accept.yml@refs/heads/main',
  actor: 'maintainer',
};
const comment = (body: string, more: object = {}, issue: object = { pull_request: {} }) => ({
  ...FACTS,
  name: 'issue_comment',
  payload: {
    action: 'created',
    issue: { number: 7, ...issue },
    comment: { body, user: { login: 'maintainer' } },
    ...more,
  },
});
const labeled = (label: string) => ({
  ...FACTS,
  name: 'pull_request',
  payload: { action: 'labeled', pull_request: { number: 7 }, label: { name: label }, sender: { login: 'maintainer' } },
});

describe('readAcceptEvent', () => {
  it('hears a command on a pull request, also one that was changed or deleted', () => {
    const asked = { kind: 'comment', pullRequest: 7, by: 'maintainer', rerun: false };
    expect(readAcceptEvent(comment('/latency-gate accept 20%: x'), 'auto', 'off')).toEqual(asked);
    expect(readAcceptEvent(comment('/latency-gate accept 20%: x', { action: 'deleted' }), 'accept', 'off')).toEqual(
      asked,
    );
    const edited = comment('never mind', {
      action: 'edited',
      changes: { body: { from: '/latency-gate accept 20%: x' } },
    });
    expect(readAcceptEvent(edited, 'auto', 'off')).toEqual(asked);
  });

  it('starts a workflow again for a new comment only', () => {
    expect(readAcceptEvent(comment('/latency-gate rerun'), 'auto', 'off')).toMatchObject({
      kind: 'comment',
      rerun: true,
    });
    expect(readAcceptEvent(comment('/latency-gate rerun', { action: 'edited' }), 'auto', 'off')?.kind).toBe('nothing');
  });

  it('hears nothing in talk, and leaves issues and other modes alone', () => {
    expect(readAcceptEvent(comment('Nice work'), 'auto', 'off')?.kind).toBe('nothing');
    expect(readAcceptEvent(comment('/latency-gate accept 20%: x', {}, {}), 'auto', 'off')).toBeUndefined();
    expect(readAcceptEvent(comment('/latency-gate accept 20%: x'), 'gate', 'off')).toBeUndefined();
  });

  it('takes the one label that is named', () => {
    expect(readAcceptEvent(labeled('ok'), 'auto', 'ok')).toEqual({
      kind: 'label',
      pullRequest: 7,
      by: 'maintainer',
      label: 'ok',
    });
    expect(readAcceptEvent(labeled('bug'), 'auto', 'ok')?.kind).toBe('nothing');
    expect(readAcceptEvent(labeled('off'), 'auto', 'off')).toBeUndefined();
  });

  it('refuses mode accept on anything else', () => {
    expect(() => readAcceptEvent({ ...FACTS, name: 'push', payload: {} }, 'accept', 'off')).toThrow(
      /found "accept" on push/,
    );
  });
});
