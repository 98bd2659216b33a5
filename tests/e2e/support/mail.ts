// The mail of the invented people, read on the sandbox's page for mail.
import { expect, type Page } from '@playwright/test';
import { codeIn } from './linked.ts';
import type { Person } from './person.ts';

/** What subjects say; each says it in both languages. */
export const SUBJECT = {
  code: 'Code to confirm your mail address',
  password_issued: 'A temporary password was issued',
  pass_asked: 'A Temporary Access Pass was asked for',
  pass_issued: 'A Temporary Access Pass was issued',
  frozen: 'The link was stopped',
  unfrozen: 'The link was started again',
  contact_added: 'A notice address was added',
  contact_removed: 'A notice address was removed',
  received: 'Your application for the rescue of data',
  granted: 'Rescue of data was granted',
  declined: 'Rescue of data was declined',
} as const;

/** Opens the newest mail to an address whose subject says this, in another tab, once it is there. */
export async function readsMail(person: Person, to: string, about: keyof typeof SUBJECT): Promise<Page> {
  const page = await person.context.newPage();
  const mail = page.getByRole('link', { name: SUBJECT[about] }).first();
  await expect(async () => {
    await page.goto(`${person.at.agencyUrl}/mail?to=${encodeURIComponent(to)}`);
    expect(await mail.isVisible(), `a mail about ${about}`).toBe(true);
  }).toPass({ timeout: 60_000, intervals: [100, 300, 700] });
  await mail.click();
  await page.locator('div.mail').waitFor();
  return page;
}

/** Reads the code of an address that is to be confirmed, and closes the mail. */
export async function readsCode(person: Person, to: string): Promise<string> {
  const page = await readsMail(person, to, 'code');
  const code = codeIn(await page.locator('div.mail').innerText());
  await page.close();
  return code;
}
