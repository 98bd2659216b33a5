// What lies behind a person who comes back: the link they made in better days, without a screen.
import { request } from '@playwright/test';
import { expect } from './test.ts';
import type { Instance } from './instance.ts';

/** Somebody of the sandbox, and what has become of them since they linked. */
export interface Story {
  card: string;
  number: string;
  /** Lets them sign in, so that they can link. */
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

export const SAKURA: Story = { card: 'sakura', number: '0123456789' };
export const FORGETFUL: Story = {
  card: 'lost-password',
  number: '2000000021',
  before: { password_lost: false },
  after: { password_lost: true },
};
export const PHONELESS: Story = {
  card: 'lost-phone',
  number: '2000000022',
  before: { methods_lost: false },
  after: { methods_lost: true },
};
export const LOST_BOTH: Story = {
  card: 'lost-both',
  number: '2000000023',
  before: { password_lost: false, methods_lost: false },
  after: { password_lost: true, methods_lost: true },
};
export const LEFT: Story = {
  card: 'left-march',
  number: '2000000027',
  before: { leave_date: null },
  after: { left_days_ago: 75 },
};
export const GRADUATE: Story = {
  card: 'graduate',
  number: '2000000028',
  before: { leave_date: null, employee_type: 'student' },
  after: { left_days_ago: 70, employee_type: 'graduate' },
};
/** An address of theirs, in a domain that is nobody's. */
export const mailOf = (story: Story, which = 1) => `${story.card}${which}@mail.example`;

/** Links, registers notice addresses, and lets happen what then happened. */
export async function linked(at: Instance, story: Story, addresses: string[] = [mailOf(story)]) {
  const { card, number, before, after } = story;
  const { control } = at;
  if (before) await control.let(number, before);
  const visit = await request.newContext({ baseURL: at.url, extraHTTPHeaders: { 'X-Ident': '1', Origin: at.url } });
  const post = async (path: string, data: unknown = {}) => {
    const response = await visit.post(`/api/v1/${path}`, { data });
    expect(response.ok(), `${path}: ${await response.text()}`).toBe(true);
    return response;
  };
  const leg = async (op: 'digital_id' | 'utokyo', errand: Record<string, string>, person: string) => {
    const started = (await (await post('flows', { errand, way: 'this_pc' })).json()) as { go: { url: string } };
    const landed = await visit.get(await control.approve(op, started.go.url, person), { maxRedirects: 0 });
    expect(landed.status()).toBeLessThan(400);
  };
  await leg('digital_id', { kind: 'card', purpose: 'link' }, card);
  await leg('utokyo', { kind: 'sign_in', goal: 'link' }, number);
  await post('link', { relink: false });
  for (const address of addresses) {
    await post('contacts/add', { address });
    await post('contacts/confirm', { code: await newestCode(at, address) });
  }
  await post('visit/end');
  await visit.dispose();
  if (after) await control.let(number, after);
}

/** The six digits of the newest mail to an address, once it is there. */
async function newestCode(at: Instance, address: string): Promise<string> {
  let code = '';
  await expect(async () => {
    code = codeIn((await at.control.mails(address))[0]?.text ?? '');
  }).toPass({ timeout: 60_000, intervals: [100, 200, 500] });
  return code;
}

/** The code that stands by itself in a mail. */
export function codeIn(text: string): string {
  const code = /^\s*(\d{6})\s*$/m.exec(text)?.[1];
  if (code === undefined) throw new Error('there is no code in this mail');
  return code;
}
