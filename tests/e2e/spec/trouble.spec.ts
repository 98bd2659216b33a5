// What goes wrong at the other end: stopped, refused, expired, mistyped. Each has its own page, and
// one press to go on.
import { signIn } from '../support/account.ts';
import { answerWithCard, answerWithError, verifyOnPhone } from '../support/card.ts';
import type { Person } from '../support/person.ts';
import { scan } from '../support/qr.ts';
import { expect, test } from '../support/test.ts';

async function shownDigits(phone: Person): Promise<string> {
  return (await phone.page.locator('.digits-shown').innerText()).replace(/\D/g, '');
}

/** Six digits that are surely not `right`. */
const wrong = (right: string) => right.replace(/./g, (digit) => String((Number(digit) + 1) % 10));

async function offers(pc: Person, purpose: 'link' | 'manage' = 'link'): Promise<string> {
  await pc.prepares(purpose);
  await pc.chooses('other_device');
  await pc.sees('offered.title');
  return scan(pc.page);
}

test('stopping in the app ends on a page of ours, and one press tries again', async ({ people }) => {
  const phone = await people.onPhone('ja');
  await phone.prepares('link');
  await phone.press('way.this_phone.go');
  await phone.practice('button', 'open_app').click();
  await phone.practice('button', 'quit').click();
  await expect(phone.page.getByText('認証と情報提供を中止しますか').first()).toBeVisible();
  await phone.practice('button', 'stop').click();
  await phone.practice('link', 'back').click();
  await phone.isBack();
  await phone.isRefused('provider_cancelled');
  await phone.sees('refusal.provider_cancelled.title');
  await phone.press('offer.start');
  await phone.practice('button', 'open_app').waitFor();
  await verifyOnPhone(phone, 'link');
  await phone.sees('verified.title');
});

test('each error of the agency is told as what it is', async ({ people }) => {
  const pc = await people.atPc('en');
  const told: Array<[string, string]> = [
    ['access_denied', 'provider_cancelled'],
    ['temporarily_unavailable', 'provider_expired'],
    ['server_error', 'provider_fault'],
    ['unauthorized_client', 'provider_misconfigured'],
  ];
  for (const [error, code] of told) {
    await pc.prepares('link');
    await pc.press('way.this_pc.go');
    await answerWithError(pc, error);
    await pc.isRefused(code);
    await expect(pc.page.getByText(pc.t('refused.reference'), { exact: true })).toBeVisible();
    await pc.press('action.front');
    await pc.seesFront();
  }
});

test('a stranger at the phone declines and reports; the first screen is told', async ({ people }) => {
  const pc = await people.atPc('ja');
  const phone = await people.onPhone('en');
  await phone.page.goto(await offers(pc));
  await phone.press('handoff.report');
  await phone.sees('title.handoff_declined');
  await phone.reads('declined.reported');
  await pc.isRefused('handoff_declined');
  await pc.press('offer.prepare');
  await pc.sees('prepare.title_link');
  await pc.chooses('other_device');
  await phone.page.goto(await scan(pc.page));
  await phone.press('handoff.decline');
  await phone.sees('title.handoff_declined');
  await expect(phone.page.getByText(phone.t('declined.reported'))).toHaveCount(0);
});

test('a code that was opened, or replaced, is of no use to a second phone', async ({ people }) => {
  const pc = await people.atPc('ja');
  const phone = await people.onPhone('ja');
  const thief = await people.onPhone('ja');
  const first = await offers(pc);
  await pc.press('offered.renew');
  const second = await scan(pc.page, first);
  await thief.page.goto(first);
  await thief.isRefused('handoff_unknown');
  await phone.page.goto(second);
  await phone.press('handoff.accept');
  await phone.practice('button', 'open_app').waitFor();
  await thief.page.goto(second);
  await thief.isRefused('handoff_taken');
  await pc.sees('on_phone.title');
});

test('wrong digits are counted, and the fifth ends it on both screens', async ({ people }) => {
  const pc = await people.atPc('ja');
  const phone = await people.onPhone('ja');
  await phone.page.goto(await offers(pc));
  await phone.press('handoff.accept');
  await answerWithCard(phone, 'maria');
  await phone.sees('shown.title');
  const field = pc.page.getByLabel(pc.t('digits.label'));
  await field.fill('12');
  await pc.press('digits.send');
  await pc.reads('digits.short');
  await expect(field).toBeFocused();
  for (const left of [4, 3, 2, 1]) {
    await field.fill(wrong(await shownDigits(phone)));
    await pc.press('digits.send');
    await pc.reads('digits.tries', { count: left });
    await expect(field).toHaveValue('');
    await expect(field).toBeFocused();
  }
  await field.fill(wrong(await shownDigits(phone)));
  await pc.press('digits.send');
  await pc.isRefused('digits_exhausted');
  await phone.isRefused('digits_exhausted');
});

test('digits typed in full width and with a space are taken', async ({ people }) => {
  const pc = await people.atPc('ja');
  const phone = await people.onPhone('ja');
  await phone.page.goto(await offers(pc, 'manage'));
  await phone.sees('handoff.title_manage');
  await phone.press('handoff.accept');
  await answerWithCard(phone, 'cardonly');
  await phone.sees('shown.title');
  const digits = await shownDigits(phone);
  const wide = [...digits].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('');
  await pc.page.getByLabel(pc.t('digits.label')).fill(`${wide.slice(0, 3)} ${wide.slice(3)}`);
  await pc.page.keyboard.press('Enter');
  await pc.sees('status.title_none');
  await pc.reads('status.none_card');
});

test.describe('with a short-lived QR code', () => {
  test.use({ lifetimes: { offer_s: 16 } });

  test('the QR code is extended once, then renews itself, and the old one is dead', async ({ people }) => {
    const pc = await people.atPc('ja');
    const phone = await people.onPhone('ja');
    const first = await offers(pc);
    await pc.press('offered.extend');
    await expect(pc.button('offered.extend')).toHaveCount(0);
    await expect(pc.page.getByRole('timer')).toHaveText(/0:(1[7-9]|[23]\d)/);
    const second = await scan(pc.page, first);
    await expect(pc.button('offered.extend')).toBeVisible();
    await phone.page.goto(first);
    await phone.isRefused('handoff_unknown');
    await phone.page.goto(await scan(pc.page, first));
    await phone.press('handoff.accept');
    await pc.sees('on_phone.title');
    expect(second).not.toBe(first);
  });
});

test.describe('with short-lived digits', () => {
  test.use({ lifetimes: { digits_s: 5, confirming_s: 20 } });

  test('the digits change, and those that nobody types end it on both screens', async ({ people }) => {
    const pc = await people.atPc('en');
    const phone = await people.onPhone('en');
    await phone.page.goto(await offers(pc));
    await phone.press('handoff.accept');
    await answerWithCard(phone, 'mono');
    await phone.sees('shown.title');
    const shown = await shownDigits(phone);
    await expect.poll(() => shownDigits(phone)).not.toBe(shown);
    await pc.sees('digits.title');
    await pc.isRefused('digits_expired');
    await phone.isRefused('digits_expired');
  });
});

test.describe('with a short time at the agency', () => {
  test.use({ lifetimes: { at_provider_s: 12, proof_s: 12 } });

  test('a late answer is thrown away, and a check that grew old must be made again', async ({ people }) => {
    const pc = await people.atPc('ja');
    await pc.prepares('link');
    await pc.press('way.this_pc.go');
    await pc.practice('link', 'test').waitFor();
    const waiting = await pc.otherTab('/verify/');
    await waiting.isRefused('flow_expired');
    await answerWithCard(pc, 'sakura');
    await pc.isRefused('flow_expired');
    await pc.press('offer.start');
    await answerWithCard(pc, 'sakura');
    await pc.sees('verified.title');
    // Nobody signs in before the check has run out.
    await expect(pc.page.getByRole('heading', { level: 1, name: pc.t('verified.title') })).toHaveCount(0, { timeout: 15_000 });
    await expect(pc.page.getByText(pc.t('verified.not_yet'))).toHaveCount(0);
  });
});

test('a sign-in that is stopped or is another person\'s can be done again', async ({ people }) => {
  const pc = await people.atPc('en');
  await pc.prepares('link');
  await pc.press('way.this_pc.go');
  await answerWithCard(pc, 'sakura');
  await pc.press('action.sign_in');
  await pc.practice('button', 'to_service').click();
  await pc.isBack();
  await pc.isRefused('provider_cancelled');
  // The card check is not lost by that.
  await pc.press('offer.sign_in');
  await signIn(pc, '2000000020');
  await pc.sees('confirm.title');
  await pc.press('confirm.other');
  await signIn(pc, '0123456789');
  await pc.sees('confirm.title');
  await expect(pc.page.getByText('0123456789@utac.u-tokyo.ac.jp')).toBeVisible();
});
