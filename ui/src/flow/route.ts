// What the address asks for. Pure; the address bar itself is `router.svelte.ts`.
import type { Purpose } from '../wire/types';

export type Route =
  | { page: 'verify'; intent: Purpose | null; refusal: { code: string; reference: string } | null }
  | { page: 'handoff'; token: string }
  | { page: 'start'; token: string }
  | { page: 'my' }
  | { page: 'help' }
  | { page: 'unknown' };

const TOKEN = /^[A-Za-z0-9_-]{1,200}$/;
const CODE = /^[a-z0-9_]{1,60}$/;
const REFERENCE = /^[A-Za-z0-9-]{1,60}$/;

function refusalIn(query: URLSearchParams) {
  const code = query.get('refusal');
  if (code === null || !CODE.test(code)) return null;
  const reference = query.get('ref') ?? '';
  return { code, reference: REFERENCE.test(reference) ? reference : '' };
}

function intentIn(query: URLSearchParams): Purpose | null {
  const go = query.get('go');
  return go === 'link' || go === 'manage' ? go : null;
}

/** Reads path and query; anything not ours is `unknown`, and hostile values count as absent. */
export function parseRoute(path: string, search: string): Route {
  const parts = path.split('/').filter((part) => part !== '');
  const [first, second, third, ...rest] = parts;
  if (rest.length > 0) return { page: 'unknown' };
  if (first === undefined || (first === 'verify' && second === undefined)) {
    const query = new URLSearchParams(search);
    return { page: 'verify', intent: intentIn(query), refusal: refusalIn(query) };
  }
  if (first === 'verify' && third !== undefined && TOKEN.test(third)) {
    if (second === 'h') return { page: 'handoff', token: third };
    if (second === 'start') return { page: 'start', token: third };
  }
  if (second === undefined && first === 'my') return { page: 'my' };
  if (second === undefined && first === 'help') return { page: 'help' };
  return { page: 'unknown' };
}

export const FRONT = '/verify/';
export const MY = '/my/';
export const HELP = '/help/';
export const prepareHref = (purpose: Purpose) => `/verify/?go=${purpose}`;
