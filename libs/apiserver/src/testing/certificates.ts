import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (name: string) => readFileSync(join(__dirname, 'certificates', name), 'utf8');

/** Made for tests only, good for a hundred years: an authority and what it signed, and a stranger's own. */
export const TEST_AUTHORITY = read('authority.pem');
export const SERVER_CERTIFICATE = { cert: read('server.pem'), key: read('server.key.pem') };
/** alice, in groups developers and reviewers. */
export const CLIENT_CERTIFICATE = { cert: read('client.pem'), key: read('client.key.pem') };
export const FRONT_PROXY_CERTIFICATE = { cert: read('front-proxy.pem'), key: read('front-proxy.key.pem') };
/** Signed by itself, claiming group system:masters. */
export const STRANGER_CERTIFICATE = { cert: read('stranger.pem'), key: read('stranger.key.pem') };
