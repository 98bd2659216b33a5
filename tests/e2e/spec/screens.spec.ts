// Every screen, held against what every screen must be, and its picture for a person to look at.
import { signIn } from '../support/account.ts';
import { answerWithCard, answerWithError } from '../support/card.ts';
import { inspect, speak } from '../support/inspect.ts';
import { linkAndEnd, prove, proveAndSignIn } from '../support/job.ts';
import { scan } from '../support/qr.ts';
import { expect, test } from '../support/test.ts';
import { LANGS, REFUSALS } from '../support/words.ts';

test.describe.configure({ timeout: 300_000 });

test('screens before anything has begun', async ({ people, instance }) => {
  const pc = await people.atPc('ja');
  await pc.open('/verify/');
  await pc.seesFront();
  await inspect(pc.page, 'front');
  for (const purpose of ['link', 'manage'] as const) {
    await pc.prepares(purpose);
    await pc.page.locator('details').first().evaluate((details: HTMLDetailsElement) => (details.open = true));
    await inspect(pc.page, `prepare-${purpose}`);
  }
  await pc.open('/my/');
  await pc.sees('title.my_front');
  await inspect(pc.page, 'my-front');
  await pc.open('/help/');
  await pc.sees('title.help');
  await inspect(pc.page, 'help');
  await pc.open('/no/such/page');
  await pc.sees('title.not_found');
  await inspect(pc.page, 'not-found');
  await pc.open('/verify/h/nothing-here');
  await pc.isRefused('handoff_unknown');
  await inspect(pc.page, 'handoff-unknown');
  await pc.page.route('**/api/v1/visit', () => undefined);
  await pc.open('/verify/');
  await pc.reads('loading.text');
  await inspect(pc.page, 'loading');
  await pc.page.unroute('**/api/v1/visit');
  await pc.page.route('**/api/v1/visit', (route) => route.abort());
  await pc.open('/verify/');
  await pc.sees('reach.server.title');
  await inspect(pc.page, 'unreachable');
  await pc.page.unroute('**/api/v1/visit');
  await pc.seesFront();
  await pc.context.setOffline(true);
  await pc.reads('reach.offline.title');
  await inspect(pc.page, 'front-offline');
  await pc.context.setOffline(false);
  expect(instance.url).toContain('localhost');
});

test('screens of way D, from the QR code to the link', async ({ people, instance }) => {
  const pc = await people.atPc('ja');
  const phone = await people.onPhone('ja');
  await pc.prepares('link');
  await pc.chooses('other_device');
  await pc.sees('offered.title');
  await inspect(pc.page, 'offered');
  await phone.page.goto(await scan(pc.page));
  await phone.sees('handoff.title_link');
  await inspect(phone.page, 'handoff');
  await phone.press('handoff.accept');
  await pc.sees('on_phone.title');
  await inspect(pc.page, 'on-phone');
  const waiting = await phone.otherTab('/verify/');
  await waiting.reads('tips.title');
  await inspect(waiting.page, 'away-app');
  await waiting.page.close();
  await instance.control.arm('digital_id', 'slow', { times: 1, endpoint: 'token', delay_ms: 8_000 });
  await phone.practice('link', 'test').click();
  await phone.practice('button', 'authenticate').click({ noWaitAfter: true });
  await pc.sees('title.checking');
  await inspect(pc.page, 'checking', { langs: ['ja'] });
  await phone.isBack();
  await phone.sees('shown.title');
  await inspect(phone.page, 'digits-shown');
  await pc.sees('digits.title');
  await inspect(pc.page, 'digits-entry');
  await pc.page.getByLabel(pc.t('digits.label')).fill('1');
  await pc.press('digits.send');
  await inspect(pc.page, 'digits-entry-fault');
  const digits = (await phone.page.locator('.digits-shown').innerText()).replace(/\D/g, '');
  await pc.page.getByLabel(pc.t('digits.label')).fill(digits);
  await pc.press('digits.send');
  await phone.sees('elsewhere.title_carrier');
  await inspect(phone.page, 'done-elsewhere-carrier');
  await pc.sees('verified.title');
  await inspect(pc.page, 'sign-in-step');
  await pc.press('action.sign_in');
  await pc.practiceField('account').waitFor();
  const away = await pc.otherTab('/verify/');
  await away.sees('away.title_sign_in');
  await inspect(away.page, 'away-sign-in');
  await away.page.close();
  await signIn(pc, '0123456789');
  await pc.sees('confirm.title');
  await inspect(pc.page, 'confirm-link');
  await pc.press('confirm.go');
  await pc.sees('title.done');
  await inspect(pc.page, 'done');
});

test('screens of the link, and of its end', async ({ people }) => {
  const pc = await people.atPc('ja');
  await linkAndEnd(pc, 'long', '2000000005');
  await pc.prepares('manage');
  await pc.press('way.this_pc.go');
  await pc.practice('link', 'test').waitFor();
  const away = await pc.otherTab('/verify/');
  await away.sees('away.title_pc');
  await away.reads('tips.title');
  await inspect(away.page, 'away-pc');
  await away.open('/help/');
  await away.reads('resume.running');
  await inspect(away.page, 'help-resume');
  await away.page.close();
  await answerWithCard(pc, 'long');
  await pc.sees('status.title_linked');
  await inspect(pc.page, 'status-linked');
  for (const lang of LANGS) {
    await speak(pc.page, lang);
    const here = await people.reading(pc, lang);
    await here.press('unlink.ask');
    await inspect(pc.page, 'unlink-dialog', { langs: [lang] });
    await pc.page.keyboard.press('Escape');
  }
  await speak(pc.page, 'ja');
  await pc.press('unlink.ask');
  await pc.answer('unlink.go');
  await pc.sees('title.unlinked');
  await inspect(pc.page, 'unlinked');
  await pc.page.reload();
  await pc.sees('status.title_none');
  await inspect(pc.page, 'status-none');
  await pc.ends('done.end');
  await linkAndEnd(pc, 'lost-before', '2000000011');
  await proveAndSignIn(pc, 'lost', '2000000011');
  await pc.sees('relink.title');
  await inspect(pc.page, 'relink');
  await pc.ends('relink.keep');
  await pc.open('/my/');
  await pc.press('action.sign_in');
  await signIn(pc, '2000000011');
  await pc.sees('status.title_linked');
  await inspect(pc.page, 'status-by-account');
});

test('screens of what was refused on the way', async ({ people }) => {
  const pc = await people.atPc('ja');
  const phone = await people.onPhone('ja');
  await linkAndEnd(pc, 'sakura', '0123456789');
  await pc.open('/my/');
  await pc.press('action.sign_in');
  await signIn(pc, '2000000020');
  await pc.sees('status.title_none');
  await prove(pc, 'link', 'sakura');
  await pc.sees('card_taken.title');
  await inspect(pc.page, 'card-taken');
  await pc.ends('action.stop');
  await pc.prepares('manage');
  await pc.press('way.this_pc.go');
  await answerWithError(pc, 'access_denied');
  await pc.isRefused('provider_cancelled');
  await inspect(pc.page, 'refused-on-the-way');
  await pc.press('action.front');
  await pc.prepares('link');
  await pc.chooses('other_device');
  await phone.page.goto(await scan(pc.page));
  await phone.press('handoff.report');
  await phone.sees('title.handoff_declined');
  await inspect(phone.page, 'handoff-declined');
  await pc.isRefused('handoff_declined');
  await inspect(pc.page, 'refused-declined');
  await pc.press('offer.prepare');
  await pc.chooses('other_device');
  await phone.page.goto(await scan(pc.page));
  await phone.press('handoff.accept');
  await answerWithCard(phone, 'mono');
  await phone.press('shown.keep');
  await pc.sees('elsewhere.title_starter');
  await inspect(pc.page, 'done-elsewhere-starter');
  const second = await phone.otherTab('/verify/');
  await second.ends('shell.end');
  await phone.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await phone.sees('title.session_ended');
  await inspect(phone.page, 'session-ended');
});

const QUARTER = Math.ceil(REFUSALS.length / 4);
for (const part of [0, 1, 2, 3]) {
  test(`every refusal has its page (${part + 1} of 4)`, async ({ people }) => {
    const pc = await people.atPc('ja');
    for (const code of REFUSALS.slice(part * QUARTER, (part + 1) * QUARTER)) {
      await pc.open(`/verify/?refusal=${code}&ref=TEST1234`);
      await pc.isRefused(code);
      await expect(pc.page.getByText('TEST1234')).toBeVisible();
      await inspect(pc.page, `refused-${code}`, { ofOneForm: true });
    }
  });
}
