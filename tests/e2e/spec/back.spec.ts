// Getting back in, from the guide to a sign-in that works: password, phone, both. In Japanese on a
// phone, in English on a PC.
import { canSignInAnew, deletesFirst, registers, signInAndChange, signInWithPass } from '../support/account.ts';
import { checkCard } from '../support/card.ts';
import { isLedTo } from '../support/guide.ts';
import { FORGETFUL, linked, LOST_BOTH, mailOf, PHONELESS } from '../support/linked.ts';
import { readsMail } from '../support/mail.ts';
import type { Person } from '../support/person.ts';
import { holdsToSee } from '../support/secret.ts';
import { expect, test, type People } from '../support/test.ts';
import { LANGS, type Lang } from '../support/words.ts';

const OWN = 'Atarashii-Kotoba-7';

const somebody = (people: People, lang: Lang) => (lang === 'ja' ? people.onPhone(lang) : people.atPc(lang));

/** Reads what is to be issued, for whom, and presses. */
async function issues(person: Person, kind: 'pass' | 'password', number: string) {
  await person.sees(`ask.title_${kind}`);
  await expect(person.page.getByText(number, { exact: true })).toBeVisible();
  for (const key of ['ask.sessions', `ask.old_${kind}`, 'ask.notices', 'ask.once']) await person.reads(key);
  expect(await person.steps(`steps.label_${kind}`)).toEqual(['done', 'doing', 'todo']);
  await person.press(`ask.go_${kind}`);
  await person.sees(`${kind}.title`);
}

/** What the coach has ticked off. */
const ticked = async (person: Person) => {
  const steps = person.page.locator('.ticks > li');
  return steps.evaluateAll((list) => list.map((item) => item.classList.contains('done')));
};

for (const lang of LANGS) {
  test(`who forgot the password sets a new one (${lang})`, async ({ people, instance }) => {
    const { control } = instance;
    const { number, card } = FORGETFUL;
    await linked(instance, FORGETFUL);
    const person = await somebody(people, lang);
    await isLedTo(person, [['trouble', 'password_lost'], ['card', 'yes']], 'password');
    await checkCard(person, 'password', card);
    await issues(person, 'password', number);
    const temporary = await holdsToSee(person, 'secret.password_label');
    const tab = await person.opens(() => person.page.getByRole('link', { name: person.t('change.go') }).click());
    await signInAndChange(tab, number, temporary, OWN);
    await tab.page.close();
    // Shown once: whoever comes back too late is told how to go on, and sees nothing.
    await person.page.reload();
    await person.sees('after.title_password');
    expect(await person.page.content()).not.toContain(temporary);
    await person.ends('done.end');
    expect(await control.signsIn(number, { password: temporary })).toBe('wrong_password');
    await canSignInAnew(await people.atPc(lang), number, OWN);
    const mail = await readsMail(person, mailOf(FORGETFUL), 'password_issued');
    await expect(mail.locator('body')).not.toContainText(temporary);
  });

  test(`who lost the phone registers a new one (${lang})`, async ({ people, instance }) => {
    const { control } = instance;
    const { number, card } = PHONELESS;
    await linked(instance, PHONELESS);
    expect(await control.signsIn(number, { password: 'Renshu-123456' })).toBe('mfa_not_in_hand');
    const person = await somebody(people, lang);
    await isLedTo(person, [['trouble', 'method_lost'], ['other_method', 'no'], ['card', 'yes']], 'pass');
    await checkCard(person, 'pass', card);
    await issues(person, 'pass', number);
    const pass = await holdsToSee(person, 'secret.pass_label');
    await expect.poll(() => ticked(person)).toEqual([false, false, false]);
    const tab = await person.opens(() => person.page.getByRole('button', { name: person.t('coach.open') }).click());
    await signInWithPass(tab, number, pass);
    await registers(tab, 'add_authenticator');
    await expect.poll(() => ticked(person)).toEqual([true, false, false]);
    await person.reads('coach.safe_title');
    await registers(tab, 'add_phone');
    await expect.poll(() => ticked(person)).toEqual([true, true, false]);
    await deletesFirst(tab, 'microsoftAuthenticator');
    await expect.poll(() => ticked(person)).toEqual([true, true, true]);
    await tab.page.close();
    await person.ends('done.end');
    // A pass is good once.
    expect(await control.signsIn(number, { tap: pass })).toBe('one_time_used');
    await canSignInAnew(await people.atPc(lang), number);
  });

  test(`who lost both is led through both, in the right order (${lang})`, async ({ people, instance }) => {
    const { control } = instance;
    const { number, card } = LOST_BOTH;
    await linked(instance, LOST_BOTH);
    const person = await somebody(people, lang);
    await isLedTo(person, [['trouble', 'both_lost'], ['other_method', 'no'], ['card', 'yes']], 'pass_then_password');
    await checkCard(person, 'pass', card);
    await issues(person, 'pass', number);
    const pass = await holdsToSee(person, 'secret.pass_label');
    const info = await person.opens(() => person.page.getByRole('button', { name: person.t('coach.open') }).click());
    await signInWithPass(info, number, pass);
    await registers(info, 'add_authenticator');
    await deletesFirst(info, 'microsoftAuthenticator');
    await info.practice('button', 'sign_out').click();
    await info.page.close();
    await person.reads('coach.safe_title');
    await person.reads('then.title');
    await person.follow('then.go');
    await checkCard(person, 'password', card);
    await issues(person, 'password', number);
    const temporary = await holdsToSee(person, 'secret.password_label');
    const tab = await person.opens(() => person.page.getByRole('link', { name: person.t('change.go') }).click());
    await signInAndChange(tab, number, temporary, OWN);
    await tab.page.close();
    await person.ends('done.end');
    expect(await control.signsIn(number, { password: OWN })).toBe('ok');
    await canSignInAnew(await people.atPc(lang), number, OWN);
  });
}
