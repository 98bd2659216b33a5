// The link is seen, cut and replaced; and what is refused is told kindly.
import { signIn } from '../support/account.ts';
import { linkAndEnd, prove, proveAndSignIn } from '../support/job.ts';
import type { Person } from '../support/person.ts';
import { expect, test } from '../support/test.ts';

async function signsInAtMy(person: Person, number: string) {
  await person.open('/my/');
  await person.sees('title.my_front');
  await person.press('action.sign_in');
  await signIn(person, number);
}

async function readsLink(person: Person, number: string, name: string) {
  await person.sees('status.title_linked');
  await expect(person.page.getByText(number, { exact: true })).toBeVisible();
  await expect(person.page.getByText(name)).toBeVisible();
  for (const key of ['fact.since', 'fact.last_used', 'fact.id_kept_text']) await person.reads(key);
}

test('the link is seen and cut with the card, after a question', async ({ people }) => {
  const pc = await people.atPc('ja');
  await linkAndEnd(pc, 'sakura', '0123456789');
  await prove(pc, 'manage', 'sakura');
  await readsLink(pc, '0123456789', '本郷　さくら');
  await pc.press('unlink.ask');
  const dialog = pc.page.getByRole('dialog', { name: pc.t('unlink.dialog_title') });
  await expect(dialog).toBeVisible();
  for (const key of ['unlink.lose_recovery', 'unlink.lose_salvage', 'unlink.lose_left']) await pc.reads(key);
  await pc.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await pc.press('unlink.ask');
  await pc.answer('unlink.keep');
  await expect(dialog).toBeHidden();
  await pc.press('unlink.ask');
  await pc.answer('unlink.go');
  await pc.sees('title.unlinked');
  // A reload tells the state, not the event.
  await pc.page.reload();
  await pc.sees('status.title_none');
});

test('the link is seen and cut after a sign-in', async ({ people }) => {
  const pc = await people.atPc('en');
  await signsInAtMy(pc, '3000000002');
  await pc.sees('status.title_none');
  await pc.reads('status.none_account');
  await pc.ends('done.end');
  await linkAndEnd(pc, 'ken', '3000000002');
  await signsInAtMy(pc, '3000000002');
  await readsLink(pc, '3000000002', '駒場　健');
  // This sign-in is a few seconds old and had a second factor: it is enough for cutting as well.
  await expect(pc.page.getByText(pc.t('unlink.fresh'))).toHaveCount(0);
  await pc.press('unlink.ask');
  await pc.answer('unlink.go');
  await pc.sees('title.unlinked');
  await pc.ends('done.end');
  // The card tells the same.
  await prove(pc, 'manage', 'ken');
  await pc.sees('status.title_none');
  await pc.reads('status.none_card');
});

test('a sign-in without a second factor does not open the cutting', async ({ people }) => {
  const pc = await people.atPc('en');
  await linkAndEnd(pc, 'maria', '2000000004');
  await pc.open('/my/');
  await pc.press('action.sign_in');
  await signIn(pc, '2000000004', 'skip_mfa');
  // Seeing is one thing; for cutting, a second factor is needed.
  await pc.sees('status.title_linked');
  await pc.reads('unlink.fresh');
  await expect(pc.button('unlink.ask')).toHaveCount(0);
  await pc.press('action.sign_in_again');
  await signIn(pc, '2000000004', 'skip_mfa');
  await pc.reads('unlink.fresh');
  await expect(pc.button('unlink.ask')).toHaveCount(0);
  await pc.press('action.sign_in_again');
  await signIn(pc, '2000000004');
  await expect(pc.button('unlink.ask')).toBeVisible();
});

test('another card takes the place of the old one when the person says so', async ({ people }) => {
  const pc = await people.atPc('ja');
  await linkAndEnd(pc, 'lost-before', '2000000011');
  await proveAndSignIn(pc, 'lost', '2000000011');
  await pc.sees('relink.title');
  await pc.reads('relink.warn_text');
  await pc.reads('relink.fresh');
  await pc.press('action.sign_in_again');
  await signIn(pc, '2000000011');
  await pc.sees('relink.title');
  await pc.press('relink.go');
  await pc.sees('title.done');
  await pc.ends('done.end');
  await prove(pc, 'manage', 'lost-before');
  await pc.sees('status.title_none');
  await pc.ends('done.end');
  await prove(pc, 'manage', 'lost');
  await pc.sees('status.title_linked');
});

test('the same person with a renewed card is still linked', async ({ people }) => {
  const pc = await people.atPc('ja');
  await linkAndEnd(pc, 'renewed-before', '2000000010');
  await prove(pc, 'manage', 'renewed');
  await readsLink(pc, '2000000010', '白山　みどり');
});

test('a card that is linked elsewhere is told, and nothing changes', async ({ people }) => {
  const pc = await people.atPc('ja');
  await linkAndEnd(pc, 'sakura', '0123456789');
  // Signed in already, with the account of somebody else.
  await signsInAtMy(pc, '2000000020');
  await pc.sees('status.title_none');
  await prove(pc, 'link', 'sakura');
  await pc.sees('card_taken.title');
  await pc.reads('card_taken.unlink_first');
  await pc.ends('action.stop');
  await prove(pc, 'manage', 'sakura');
  await readsLink(pc, '0123456789', '本郷　さくら');
});

test('of two accounts the student one is asked for', async ({ people }) => {
  const pc = await people.atPc('ja');
  await proveAndSignIn(pc, 'two', '3000000015');
  await pc.press('confirm.go');
  await pc.isRefused('account_use_student');
  await pc.press('offer.sign_in');
  await signIn(pc, '2000000014');
  await pc.sees('confirm.title');
  await pc.press('confirm.go');
  await pc.sees('title.done');
});

test('a suspended account cannot be linked', async ({ people, instance }) => {
  const pc = await people.atPc('ja');
  await prove(pc, 'link', 'suspended');
  await pc.press('action.sign_in');
  await pc.practiceField('account').fill('2000000016@utac.u-tokyo.ac.jp');
  await pc.practice('button', 'next').click();
  await pc.practiceField('password').fill('Renshu-123456');
  await pc.practice('button', 'sign_in').click();
  // The tenant itself stops them; the way back ends on a page of ours.
  await expect(pc.page.getByText('AADSTS50057').first()).toBeVisible();
  await pc.practice('button', 'to_service').click();
  await pc.isBack();
  await pc.isRefused('account_suspended');
  expect(instance.url).toBe(new URL(pc.page.url()).origin);
});

test('a name with HTML in it stays a text', async ({ people }) => {
  const pc = await people.atPc('ja');
  pc.page.on('dialog', () => people.faults.push('a dialog was opened'));
  const name = '<b>太字</b> & "引用" <script>alert(1)</script>';
  await prove(pc, 'link', 'html');
  await pc.sees('verified.title');
  await expect(pc.page.getByText(name)).toBeVisible();
  await expect(pc.page.locator('main b, main script')).toHaveCount(0);
  await pc.press('action.sign_in');
  await signIn(pc, '2000000007');
  await pc.press('confirm.go');
  await pc.sees('title.done');
  await expect(pc.page.getByText(name)).toBeVisible();
});
