// What happens in between: closed tabs, reloads, Back, other tabs, another language, no network, no
// server, another browser. Everything goes on, or says why not.
import { signIn } from '../support/account.ts';
import { answerWithCard } from '../support/card.ts';
import { speak } from '../support/inspect.ts';
import { prove } from '../support/job.ts';
import type { Person } from '../support/person.ts';
import { scan } from '../support/qr.ts';
import { expect, test } from '../support/test.ts';

/** Where the agency sends the browser with its answer; nobody has gone there yet. */
async function answerAddress(phone: Person): Promise<string> {
  const signin = phone.page.url().replace(/\?.*/, '');
  const { request } = phone.context;
  await request.post(`${signin}/test`, { form: { card: 'sakura' }, maxRedirects: 0 });
  const answer = await request.get(signin, { maxRedirects: 0 });
  return answer.headers()['location'] ?? '';
}

test('a closed tab is taken up again, from every page', async ({ people }) => {
  let pc = await people.atPc('ja');
  await pc.prepares('link');
  await pc.press('way.this_pc.go');
  await pc.practice('link', 'test').waitFor();
  let next = await pc.otherTab('/verify/');
  await pc.page.close();
  pc = next;
  await pc.sees('away.title_pc');
  await pc.press('away.again_pc');
  await answerWithCard(pc, 'sakura');
  await pc.sees('verified.title');
  next = await pc.otherTab('/help/');
  await pc.page.close();
  pc = next;
  await pc.reads('resume.halfway');
  await pc.follow('resume.go');
  await pc.sees('verified.title');
  await pc.reads('verified.not_yet');
  await pc.open('/my/');
  await pc.reads('resume.halfway');
  await pc.open('/');
  await pc.sees('verified.title');
});

test('a reload carries on at every step of way D', async ({ people }) => {
  const pc = await people.atPc('ja');
  const phone = await people.onPhone('ja');
  await pc.prepares('link');
  await pc.chooses('other_device');
  await pc.sees('offered.title');
  await pc.page.reload();
  await pc.sees('offered.title');
  await phone.page.goto(await scan(pc.page));
  await phone.sees('handoff.title_link');
  await phone.page.reload();
  await phone.press('handoff.accept');
  await phone.practice('link', 'test').waitFor();
  await pc.sees('on_phone.title');
  await pc.page.reload();
  await pc.sees('on_phone.title');
  await answerWithCard(phone, 'maria');
  await phone.sees('shown.title');
  await phone.page.reload();
  await phone.sees('shown.title');
  await pc.sees('digits.title');
  await pc.page.reload();
  await pc.sees('digits.title');
  const digits = (await phone.page.locator('.digits-shown').innerText()).replace(/\D/g, '');
  await pc.page.getByLabel(pc.t('digits.label')).fill(digits);
  await pc.press('digits.send');
  await pc.sees('verified.title');
  await pc.page.reload();
  await pc.sees('verified.title');
  await pc.press('action.sign_in');
  await signIn(pc, '2000000004');
  await pc.sees('confirm.title');
  await pc.page.reload();
  await pc.sees('confirm.title');
  await pc.press('confirm.go');
  await pc.sees('title.done');
  await pc.page.reload();
  await pc.sees('status.title_linked');
});

test('Back leads to pages that make sense, at every step', async ({ people }) => {
  const pc = await people.atPc('en');
  await pc.prepares('link');
  await pc.page.goBack();
  await pc.seesFront();
  await pc.page.goForward();
  await pc.sees('prepare.title_link');
  await pc.press('way.this_pc.go');
  await pc.practice('link', 'test').waitFor();
  await pc.page.goBack();
  await pc.sees('away.title_pc');
  await pc.press('away.again_pc');
  await answerWithCard(pc, 'sakura');
  await pc.sees('verified.title');
  // The agency's page of before answers a second time: said, and nothing is lost by it.
  await pc.page.goBack();
  await pc.practice('button', 'authenticate').click();
  await pc.isBack();
  await pc.isRefused('callback_repeated');
  await pc.press('offer.status');
  await pc.sees('verified.title');
  await pc.press('action.sign_in');
  await signIn(pc, '0123456789');
  await pc.press('confirm.go');
  await pc.sees('title.done');
  await pc.open('/verify/');
  await pc.sees('status.title_linked');
});

test('two tabs of one browser show one and the same job', async ({ people }) => {
  const first = await people.atPc('ja');
  await first.prepares('link');
  await first.chooses('other_device');
  await first.sees('offered.title');
  const second = await first.otherTab('/verify/');
  await second.sees('offered.title');
  await second.press('action.cancel');
  await second.seesFront();
  // The first tab is told at once and is no dead end.
  await expect(first.page.getByRole('heading', { level: 1, name: first.t('offered.title') })).toHaveCount(0);
  await first.page.getByRole('heading', { level: 1 }).waitFor();
  await prove(second, 'link', 'sakura');
  await second.sees('verified.title');
  await first.page.bringToFront();
  await first.open('/verify/');
  await first.sees('verified.title');
  await first.ends('shell.end');
  // The person looks at the other tab: its visit is over, said in words, with a way on.
  await second.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await second.sees('title.session_ended');
  await second.press('action.front');
  await second.seesFront();
});

test('the language changes in the middle, and nothing entered is lost', async ({ people }) => {
  const pc = await people.atPc('ja');
  const phone = await people.onPhone('ja');
  await pc.prepares('link');
  await pc.page.getByRole('radio', { name: pc.t('way.other_device.title') }).check();
  await speak(pc.page, 'en');
  await expect(pc.page.getByRole('radio').nth(1)).toBeChecked();
  await speak(pc.page, 'ja');
  await pc.press('way.other_device.go');
  await phone.page.goto(await scan(pc.page));
  await (await people.reading(phone, 'en')).press('handoff.accept');
  await answerWithCard(phone, 'sakura');
  await pc.sees('digits.title');
  const digits = (await phone.page.locator('.digits-shown').innerText()).replace(/\D/g, '');
  const field = pc.page.locator('.digits-field');
  await field.fill(digits.slice(0, 4));
  await speak(pc.page, 'en');
  await expect(field).toHaveValue(digits.slice(0, 4));
  await field.press('End');
  await field.pressSequentially(digits.slice(4));
  await pc.page.keyboard.press('Enter');
  await expect(pc.page.locator('html')).toHaveAttribute('lang', 'en');
  await speak(pc.page, 'ja');
  await pc.sees('verified.title');
  // The choice is kept for the next page as well.
  await pc.open('/help/');
  await expect(pc.page.locator('html')).toHaveAttribute('lang', 'ja');
});

test('a lost network is said, and all goes on when it is back', async ({ people }) => {
  const pc = await people.atPc('ja');
  const phone = await people.onPhone('ja');
  await pc.prepares('link');
  await pc.chooses('other_device');
  const link = await scan(pc.page);
  await pc.context.setOffline(true);
  await pc.reads('reach.offline.title');
  await pc.sees('offered.title');
  await phone.page.goto(link);
  await phone.press('handoff.accept');
  await answerWithCard(phone, 'sakura');
  await phone.sees('shown.title');
  await pc.context.setOffline(false);
  await pc.sees('digits.title');
  await expect(pc.page.getByText(pc.t('reach.offline.title'))).toHaveCount(0);
  const digits = (await phone.page.locator('.digits-shown').innerText()).replace(/\D/g, '');
  const field = pc.page.getByLabel(pc.t('digits.label'));
  await field.fill(digits);
  await pc.context.setOffline(true);
  await pc.press('digits.send');
  await pc.reads('reach.offline.title');
  await expect(field).toHaveValue(digits);
  await pc.context.setOffline(false);
  await expect(pc.page.getByText(pc.t('reach.offline.title'))).toHaveCount(0);
  await pc.press('digits.send');
  await pc.sees('verified.title');
});

test('a restart of the server loses nothing', async ({ people, instance }) => {
  const pc = await people.atPc('en');
  const phone = await people.onPhone('en');
  await pc.prepares('link');
  await pc.chooses('other_device');
  const link = await scan(pc.page);
  expect(await instance.stopServer()).toBe(0);
  await pc.reads('reach.server.title');
  await instance.startServer();
  await expect(pc.page.getByText(pc.t('reach.server.title'))).toHaveCount(0, { timeout: 30_000 });
  await phone.page.goto(link);
  await phone.press('handoff.accept');
  await phone.practice('link', 'test').waitFor();
  // This time without a farewell.
  await instance.stopServer('SIGKILL');
  await instance.startServer();
  await answerWithCard(phone, 'maria');
  await phone.sees('shown.title');
  await pc.sees('digits.title');
  await instance.stopServer('SIGKILL');
  await instance.startServer();
  await phone.press('shown.keep');
  await phone.sees('verified.title');
  await pc.sees('elsewhere.title_starter');
  // A first load without a server says so and goes on by itself.
  await instance.stopServer();
  await pc.page.reload().catch(() => undefined);
  await instance.startServer();
  await pc.open('/verify/');
  await pc.sees('elsewhere.title_starter');
});

test('an answer in another browser is explained, and both browsers can go on', async ({ people }) => {
  const phone = await people.onPhone('ja');
  const other = await people.onPhone('ja');
  await phone.prepares('link');
  await phone.press('way.this_phone.go');
  await phone.practice('link', 'test').waitFor();
  // The app hands the answer to the wrong browser.
  const address = await answerAddress(phone);
  await other.page.goto(address);
  await other.isRefused('callback_other_browser');
  await other.sees('refusal.callback_other_browser.title');
  // No name, and no code left in the address.
  await expect(other.page.getByText('本郷')).toHaveCount(0);
  expect(other.page.url()).not.toContain('code=');
  await other.press('action.front');
  await prove(other, 'link', 'sakura');
  await other.sees('verified.title');
  await phone.open('/verify/');
  await phone.page.getByRole('heading', { level: 1 }).waitFor();
  await phone.isRefused('callback_other_browser');
  await phone.press('action.front');
  await phone.seesFront();
});

test('where the app is missing, the waiting page tells what to do', async ({ people, instance }) => {
  const phone = await people.onPhone('ja');
  const form = { card: 'sakura', app: 'not_installed' };
  await phone.context.request.post(`${instance.agencyUrl}/phone/choose`, { form });
  await phone.prepares('link');
  await phone.press('way.this_phone.go');
  await phone.practice('button', 'open_app').click();
  await expect(phone.page.getByRole('heading', { level: 1 })).toHaveText('アプリがありません');
  const back = await phone.otherTab('/verify/');
  await back.sees('away.title_app');
  await back.reads('tips.title');
  await back.reads('tips.store');
  await back.press('away.again_app');
  await back.practice('button', 'open_app').waitFor();
});

test.describe('with a short visit', () => {
  test.use({ lifetimes: { visit_idle_s: 9, proof_s: 8, at_provider_s: 8, confirming_s: 8, offer_s: 8, digits_s: 8 } });

  test('a visit that was left alone is told as ended', async ({ people }) => {
    const pc = await people.atPc('en');
    await prove(pc, 'manage', 'sakura');
    await pc.sees('status.title_none');
    await pc.sees('title.session_ended');
    await pc.press('front.my.title');
    await pc.sees('title.my_front');
  });
});
