// What the address asks for. Pure; the address bar itself is `router.svelte.ts`.
import type { Purpose } from '../wire/types';

/** What an address tells of a refusal; side and next step are not there. */
export interface RefusalInAddress {
  code: string;
  reference: string;
  purpose: Purpose | null;
}

export type Route =
  | { page: 'verify'; intent: Purpose | null; refusal: RefusalInAddress | null }
  | { page: 'handoff'; token: string }
  | { page: 'my' }
  | { page: 'help' }
  | { page: 'unknown' };

const TOKEN = /^[A-Za-z0-9_-]{1,200}$/;
const CODE = /^[a-z0-9_]{1,60}$/;
const REFERENCE = /^[A-Za-z0-9-]{1,60}$/;

function refusalIn(query: URLSearchParams): RefusalInAddress | null {
  const code = query.get('refusal');
  if (code === null || !CODE.test(code)) return null;
  const reference = query.get('ref') ?? '';
  return { code, reference: REFERENCE.test(reference) ? reference : '', purpose: purposeIn(query, 'purpose') };
}

function purposeIn(query: URLSearchParams, name: string): Purpose | null {
  const purpose = query.get(name);
  return purpose === 'link' || purpose === 'manage' ? purpose : null;
}

/** Reads path and query; anything not ours is `unknown`, and hostile values count as absent. */
export function parseRoute(path: string, search: string): Route {
  const parts = path.split('/').filter((part) => part !== '');
  const [first, second, third, ...rest] = parts;
  if (rest.length > 0) return { page: 'unknown' };
  if (first === undefined || (first === 'verify' && second === undefined)) {
    const query = new URLSearchParams(search);
    return { page: 'verify', intent: purposeIn(query, 'go'), refusal: refusalIn(query) };
  }
  if (first === 'verify' && third !== undefined && TOKEN.test(third)) {
    if (second === 'h' || second === 'start') return { page: 'handoff', token: third };
  }
  if (second === undefined && first === 'my') return { page: 'my' };
  if (second === undefined && first === 'help') return { page: 'help' };
  return { page: 'unknown' };
}

export const FRONT = '/verify/';
export const MY = '/my/';
export const HELP = '/help/';
export const prepareHref = (purpose: Purpose) => `/verify/?go=${purpose}`;
