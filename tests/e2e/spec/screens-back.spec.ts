// The screens of getting back in: the guide, what is issued, the coach, and what goes wrong.
import { registers, signInWithPass } from '../support/account.ts';
import { checkCard } from '../support/card.ts';
import { inspect, speak } from '../support/inspect.ts';
import { FORGETFUL, linked, PHONELESS } from '../support/linked.ts';
import type { Person } from '../support/person.ts';
import { holdsToSee } from '../support/secret.ts';
import { expect, test } from '../support/test.ts';
import { LANGS } from '../support/words.ts';

test.describe.configure({ timeout: 300_000 });

const GUIDE: Array<[name: string, answers: string]> = [
  ['guide-trouble', ''],
  ['guide-other-method', 'trouble:method_lost'],
  ['guide-card', 'trouble:password_lost'],
  ['guide-ic-card', 'trouble:setting_up,card:no'],
  ['guide-ended', 'trouble:left'],
  ['guide-former', 'trouble:left,ended:recently'],
  ['guide-mail-address', 'trouble:password_lost,card:no'],
];
const WAYS: Array<[name: string, answers: string]> = [
  ['ways-phone', 'trouble:method_lost,other_method:no,card:yes'],
  ['ways-phone-unsure', 'trouble:method_lost,other_method:unsure,card:unsure,ic_card:yes'],
  ['ways-password', 'trouble:password_lost,card:no,mail_address:unsure'],
  ['ways-both', 'trouble:both_lost,other_method:no,card:yes'],
  ['ways-both-no-card', 'trouble:both_lost,other_method:no,card:no,mail_address:yes'],
  ['ways-left', 'trouble:left,ended:recently,former:graduate,card:yes'],
  ['ways-left-no-card', 'trouble:left,ended:recently,former:student,card:no'],
  ['ways-none', 'trouble:stopped'],
  ['ways-prepare', 'trouble:prepare'],
];

for (const [title, list] of [['questions', GUIDE], ['ways', WAYS]] as const) {
  test(`screens of the guide: ${title}`, async ({ people }) => {
    const pc = await people.atPc('ja');
    for (const [name, answers] of list) {
      await pc.open(`/verify/guide/${answers === '' ? '' : `?answers=${answers}`}`);
      await pc.page.locator('main .choices, main .way-card').first().waitFor();
      await inspect(pc.page, name);
    }
  });
}

async function prepares(person: Person, kind: 'pass' | 'password', card: string) {
  await person.open(`/verify/?go=${kind}`);
  await checkCard(person, kind, card);
  await person.sees(`ask.title_${kind}`);
}

test('screens of a pass, from the preparation to the coach', async ({ people, instance }) => {
  const { control } = instance;
  await linked(instance, PHONELESS);
  const pc = await people.atPc('ja');
  await pc.open('/verify/?go=pass');
  await pc.sees('prepare.title_pass');
  await inspect(pc.page, 'prepare-pass');
  await prepares(pc, 'pass', PHONELESS.card);
  await inspect(pc.page, 'issue-ask-pass');
  await control.arm('graph', 'slow', { times: 1, endpoint: 'tap_create', delay_ms: 7_000 });
  await pc.press('ask.go_pass');
  await pc.sees('work.title_pass');
  await inspect(pc.page, 'issue-work', { langs: ['ja'], darkWidths: [] });
  await pc.sees('pass.title');
  await pc.page.locator('.ticks > .done, .ticks > .doing').first().waitFor();
  await inspect(pc.page, 'pass-issued');
  for (const lang of LANGS) {
    await speak(pc.page, lang);
    await (await people.reading(pc, lang)).press('secret.show');
    await inspect(pc.page, 'pass-shown', { langs: [lang] });
    await (await people.reading(pc, lang)).press('secret.hide');
  }
  await speak(pc.page, 'ja');
  const pass = await holdsToSee(pc, 'secret.pass_label');
  const tab = await pc.opens(() => pc.page.getByRole('button', { name: pc.t('coach.open') }).click());
  await signInWithPass(tab, PHONELESS.number, pass);
  await registers(tab, 'add_authenticator');
  await registers(tab, 'add_phone');
  await tab.page.close();
  await pc.reads('coach.safe_title');
  for (const details of await pc.page.locator('details').all()) await details.evaluate((each: HTMLDetailsElement) => (each.open = true));
  await inspect(pc.page, 'coach-safe');
  await pc.page.reload();
  await pc.sees('after.title_pass');
  await pc.reads('coach.safe_title');
  await inspect(pc.page, 'after-pass');
  await pc.open('/verify/?go=front');
  await pc.seesFront();
  await pc.reads('resume.issued');
  await inspect(pc.page, 'front-resume-issued');
});

test('screens of a directory that is busy, or silent', async ({ people, instance }) => {
  const { control } = instance;
  await linked(instance, PHONELESS);
  const pc = await people.atPc('ja');
  const other = await people.atPc('ja');
  await prepares(other, 'pass', PHONELESS.card);
  await prepares(pc, 'pass', PHONELESS.card);
  await control.arm('graph', 'reset_after', { times: 1, endpoint: 'tap_create' });
  await pc.press('ask.go_pass');
  await pc.button('unknown.go_pass').waitFor();
  await inspect(pc.page, 'issue-unknown');
  await pc.press('wait.give_up');
  await pc.page.getByRole('heading', { level: 1, name: pc.t('unknown.title') }).waitFor({ state: 'detached' });
  await prepares(pc, 'pass', PHONELESS.card);
  await control.arm('graph', 'throttled_300', { times: 1, endpoint: 'tap_create' });
  await pc.press('ask.go_pass');
  await pc.sees('wait.title');
  await inspect(pc.page, 'issue-wait');
  await pc.page.reload();
  await pc.reads('wait.press_later');
  await inspect(pc.page, 'issue-wait-reloaded');
  await other.page.reload();
  await other.reads('ask.other_title');
  await inspect(other.page, 'issue-ask-other-device');
  await pc.press('wait.give_up');
  await pc.page.getByRole('heading', { level: 1, name: pc.t('wait.title') }).waitFor({ state: 'detached' });
});

test('screens of a temporary password', async ({ people, instance }) => {
  await linked(instance, FORGETFUL);
  const pc = await people.atPc('ja');
  await pc.open('/verify/?go=password');
  await pc.sees('prepare.title_password');
  await inspect(pc.page, 'prepare-password');
  await prepares(pc, 'password', FORGETFUL.card);
  await inspect(pc.page, 'issue-ask-password');
  await pc.press('ask.go_password');
  await pc.sees('password.title');
  await inspect(pc.page, 'password-issued');
  for (const lang of LANGS) {
    await speak(pc.page, lang);
    await (await people.reading(pc, lang)).press('secret.show');
    await inspect(pc.page, 'password-shown', { langs: [lang] });
    await (await people.reading(pc, lang)).press('secret.hide');
  }
  await speak(pc.page, 'ja');
  await pc.page.reload();
  await pc.sees('after.title_password');
  await inspect(pc.page, 'after-password');
  expect(await pc.page.locator('.secret').count()).toBe(0);
});
