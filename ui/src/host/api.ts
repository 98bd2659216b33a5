// The HTTP API over any transport. Turns answers into values, `Refused` or `Unreachable`; nothing else.
import type { RefusalView } from '../wire/types';
import { Refused, Unreachable, type Answer, type Api, type Patience, type Transport } from './types';

function refusalOf(answer: Answer): RefusalView | null {
  const body = answer.body;
  if (typeof body !== 'object' || body === null || !('refusal' in body)) return null;
  return body.refusal as RefusalView;
}

/** The value of a good answer; `null` for an empty one. */
export function valueOf(answer: Answer): unknown {
  if (answer.status === 204) return null;
  if (answer.status >= 200 && answer.status < 300 && answer.body !== null) return answer.body;
  const refusal = refusalOf(answer);
  throw refusal === null ? new Unreachable('server') : new Refused(refusal);
}

export function createApi(transport: Transport, onNow: (now: string) => void): Api {
  async function call<T>(method: 'GET' | 'POST', path: string, body?: unknown, patience?: Patience): Promise<T> {
    const answer = await transport(method, `/api/v1/${path}`, body, patience);
    if (answer.now !== null) onNow(answer.now);
    return valueOf(answer) as T;
  }
  const get = <T>(path: string) => call<T>('GET', path);
  const post = <T>(path: string, body: unknown = {}, patience?: Patience) => call<T>('POST', path, body, patience);
  const actAt = (id: string, act = '') => `acts/${encodeURIComponent(id)}${act}`;
  const noticeAt = (token: string, act = '') => `notices/${encodeURIComponent(token)}${act}`;
  const flow = (id: string, act: string) => `flows/${encodeURIComponent(id)}/${act}`;
  const handoff = (token: string) => `handoffs/${encodeURIComponent(token)}`;
  return {
    context: () => get('context'),
    visit: () => get('visit'),
    start: (request) => post('flows', request),
    flow: (id) => get(`flows/${encodeURIComponent(id)}`),
    resume: (id) => post(flow(id, 'resume')),
    renew: (id) => post(flow(id, 'renew')),
    extend: (id) => post(flow(id, 'extend')),
    cancel: (id) => post(flow(id, 'cancel')),
    dismiss: (id) => post(flow(id, 'dismiss')),
    digits: (id, digits) => post(flow(id, 'digits'), { digits }),
    keep: (id) => post(flow(id, 'keep')),
    handoff: (token) => get(handoff(token)),
    acceptHandoff: (token) => post(`${handoff(token)}/accept`),
    declineHandoff: (token, report) => post(`${handoff(token)}/decline`, { report }),
    link: (relink) => post('link', { relink }),
    unlink: () => post('unlink'),
    ask: (kind) => post('acts', { kind }),
    act: (id) => get(actAt(id)),
    perform: (id) => post(actAt(id, '/perform'), {}, 'long'),
    giveUp: (id) => post(actAt(id, '/give-up')),
    coach: () => get('coach'),
    contacts: () => get('contacts'),
    openContacts: () => post('contacts/open'),
    addContact: (address) => post('contacts/add', { address }),
    confirmContact: (code) => post('contacts/confirm', { code }),
    forgetContact: () => post('contacts/forget'),
    removeContact: (id) => post(`contacts/${encodeURIComponent(id)}/remove`),
    history: () => get('history'),
    notice: (token) => get(noticeAt(token)),
    freezeByNotice: (token) => post(noticeAt(token, '/freeze')),
    freeze: () => post('freeze'),
    unfreeze: () => post('unfreeze'),
    // Nothing but small letters, `_`, `:` and `,` comes out of an address (`flow/route.ts`).
    guide: (answers) => get(answers === '' ? 'guide' : `guide?answers=${answers}`),
    salvage: () => get('salvage'),
    salvageContact: (address) => post('salvage/contact', { address }),
    confirmSalvageContact: (code) => post('salvage/contact/confirm', { code }),
    applySalvage: (application) => post('salvage/apply', application),
    office: () => get('office'),
    kiosks: () => get('office/kiosks'),
    inviteKiosk: (name, place) => post('office/kiosks/invite', { name, place }),
    revokeKiosk: (id) => post(`office/kiosks/${encodeURIComponent(id)}/revoke`),
    decideCase: (receipt, approve, note) => post(`office/cases/${encodeURIComponent(receipt)}`, { approve, note }),
    alumni: () => post('alumni'),
    endVisit: () => post('visit/end'),
  };
}
