// Whether something listens where the environment names a proxy.

import { connect } from 'node:net';
import { describeConnectionFailure } from '../http/connection-failure.ts';

const TIMEOUT_MS = 5_000;

/** Why no connection could be opened to that address; undefined where one could. Nothing is sent. */
export async function findProxyFailure(address: string): Promise<string | undefined> {
  const { hostname, port, protocol } = new URL(address);
  return new Promise((done) => {
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    const socket = connect({ host, port: Number(port) || (protocol === 'https:' ? 443 : 80) });
    const end = (failure?: string) => {
      socket.destroy();
      done(failure);
    };
    socket.setTimeout(TIMEOUT_MS, () => end('no connection in time'));
    socket.once('connect', () => end());
    socket.once('error', (error) => end(describeConnectionFailure(error) ?? error.message));
  });
}
