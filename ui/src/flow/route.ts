// What the address asks for. Pure; the address bar itself is `router.svelte.ts`.
import type { Purpose } from '../wire/types';

/** What an address tells of a refusal; side and next step are not there. */
export interface RefusalInAddress {
  code: string;
  reference: string;
  purpose: Purpose | null;
}

export type Route =
  | { page: 'verify'; intent: Purpose | 'front' | null; refusal: RefusalInAddress | null }
  | { page: 'guide'; answers: string }
  | { page: 'handoff'; token: string }
  | { page: 'notice'; token: string }
  | { page: 'my' }
  | { page: 'history'; receipt: string | null }
  | { page: 'contacts' }
  | { page: 'office'; receipt: string | null }
  | { page: 'kiosks' }
  | { page: 'help' }
  | { page: 'unknown' };

const TOKEN = /^[A-Za-z0-9_-]{1,200}$/;
const CODE = /^[a-z0-9_]{1,60}$/;
const REFERENCE = /^[A-Za-z0-9-]{1,60}$/;
/** `question:answer,question:answer`, as the guide takes them. */
const ANSWERS = /^[a-z_]{1,30}:[a-z_]{1,30}(,[a-z_]{1,30}:[a-z_]{1,30}){0,7}$/;
const PURPOSES: readonly string[] = ['link', 'manage', 'pass', 'password', 'salvage', 'alumni'] satisfies Purpose[];

function refusalIn(query: URLSearchParams): RefusalInAddress | null {
  const code = query.get('refusal');
  if (code === null || !CODE.test(code)) return null;
  const reference = query.get('ref') ?? '';
  return { code, reference: REFERENCE.test(reference) ? reference : '', purpose: purposeIn(query, 'purpose') };
}

function purposeIn(query: URLSearchParams, name: string): Purpose | null {
  const purpose = query.get(name);
  return purpose !== null && PURPOSES.includes(purpose) ? (purpose as Purpose) : null;
}

function matching(query: URLSearchParams, name: string, pattern: RegExp): string | null {
  const value = query.get(name);
  return value !== null && pattern.test(value) ? value : null;
}

function verifyPage(query: URLSearchParams): Route {
  const intent = query.get('go') === 'front' ? 'front' : purposeIn(query, 'go');
  return { page: 'verify', intent, refusal: refusalIn(query) };
}

function myPage(second: string | undefined, query: URLSearchParams): Route {
  if (second === undefined) return { page: 'my' };
  if (second === 'history') return { page: 'history', receipt: matching(query, 'receipt', REFERENCE) };
  return second === 'contacts' ? { page: 'contacts' } : { page: 'unknown' };
}

function officePage(query: URLSearchParams): Route {
  if (query.get('list') === 'kiosks') return { page: 'kiosks' };
  return { page: 'office', receipt: matching(query, 'receipt', REFERENCE) };
}

/** Reads path and query; anything not ours is `unknown`, and hostile values count as absent. */
export function parseRoute(path: string, search: string): Route {
  const parts = path.split('/').filter((part) => part !== '');
  const [first, second, third, ...rest] = parts;
  if (rest.length > 0) return { page: 'unknown' };
  const query = new URLSearchParams(search);
  if (first === undefined || (first === 'verify' && second === undefined)) return verifyPage(query);
  if (first === 'verify' && third !== undefined && TOKEN.test(third)) {
    if (second === 'h' || second === 'start') return { page: 'handoff', token: third };
    if (second === 'notice') return { page: 'notice', token: third };
  }
  if (third !== undefined) return { page: 'unknown' };
  if (first === 'verify' && second === 'guide') {
    return { page: 'guide', answers: matching(query, 'answers', ANSWERS) ?? '' };
  }
  if (first === 'my') return myPage(second, query);
  if (second !== undefined) return { page: 'unknown' };
  if (first === 'office') return officePage(query);
  return first === 'help' ? { page: 'help' } : { page: 'unknown' };
}

export const FRONT = '/verify/';
/** The front page, whatever this browser has been doing. */
export const ENTRY = '/verify/?go=front';
export const GUIDE = '/verify/guide/';
export const HISTORY = '/my/history/';
export const CONTACTS = '/my/contacts/';
export const OFFICE = '/office/';
export const KIOSKS = '/office/?list=kiosks';
export const MY = '/my/';
export const HELP = '/help/';
export const prepareHref = (purpose: Purpose) => `/verify/?go=${purpose}`;
export const guideHref = (answers: string) => (answers === '' ? GUIDE : `${GUIDE}?answers=${answers}`);
export const receiptHref = (receipt: string) => `${HISTORY}?receipt=${encodeURIComponent(receipt)}`;
export const caseHref = (receipt: string) => `${OFFICE}?receipt=${encodeURIComponent(receipt)}`;
