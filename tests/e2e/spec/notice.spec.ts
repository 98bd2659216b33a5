// Every act is seen by its owner: addresses, mails, the one press that stops everything, history.
import { readFile } from 'node:fs/promises';
import { signIn } from '../support/account.ts';
import { checkCard } from '../support/card.ts';
import { isLedTo, type Said } from '../support/guide.ts';
import { proveAndSignIn } from '../support/job.ts';
import { linked, mailOf, PHONELESS, SAKURA } from '../support/linked.ts';
import { readsCode, readsMail } from '../support/mail.ts';
import { Person } from '../support/person.ts';
import { holdsToSee } from '../support/secret.ts';
import { expect, test } from '../support/test.ts';
import { LANGS } from '../support/words.ts';

const LOST_PHONE: Said[] = [['trouble', 'method_lost'], ['other_method', 'no'], ['card', 'yes']];
const HOME = 'sakura@home.example';
const MOTHER = 'mother@home.example';

/** Types an address and the code that comes to it. */
async function gives(person: Person, address: string) {
  await person.page.getByLabel(person.t('contacts.address'), { exact: true }).fill(address);
  await person.press('address.send');
  await person.page.getByLabel(person.t('address.code')).fill(await readsCode(person, address));
  await person.press('digits.send');
}

/** On another device, follows the link of a mail about something one did not do. */
async function opensNotice(at: Person, to: string, about: Parameters<typeof readsMail>[2]): Promise<Person> {
  const mail = await readsMail(at, to, about);
  await mail.locator('div.mail a[href*="/verify/notice/"]').first().click();
  const person = new Person(mail, at.at, at.words);
  await person.sees('freeze.title');
  return person;
}

test('addresses are asked for at linking, confirmed by a code, and told of every change', async ({ people }) => {
  const pc = await people.atPc('ja');
  await proveAndSignIn(pc, SAKURA.card, SAKURA.number);
  await pc.press('confirm.go');
  await pc.sees('title.done');
  const address = pc.page.getByLabel(pc.t('contacts.address'), { exact: true });
  await address.fill('sakura@');
  await pc.press('address.send');
  await pc.reads('address.malformed');
  await address.fill(HOME);
  await pc.press('address.send');
  const code = await readsCode(pc, HOME);
  const field = pc.page.getByLabel(pc.t('address.code'));
  await field.fill(code.replace(/./g, (digit) => String((Number(digit) + 1) % 10)));
  await pc.press('digits.send');
  await expect(pc.page.getByText(pc.t('refusal.mail_code_wrong.title')).first()).toBeVisible();
  await field.fill(code);
  await pc.press('digits.send');
  await pc.reads('done.notices_done');
  await pc.ends('done.end');
  // Later, by signing in: a second one, and the first is told of it.
  await pc.open('/my/');
  await pc.press('action.sign_in');
  await signIn(pc, SAKURA.number);
  await pc.follow('contacts.title');
  await pc.sees('contacts.title');
  await expect(pc.page.getByText(HOME)).toHaveCount(0);
  await pc.press('contacts.open_go');
  await gives(pc, MOTHER);
  await pc.reads('contacts.full', { max: 2 });
  await (await readsMail(pc, HOME, 'contact_added')).close();
  // Removing tells the address that goes, too.
  await pc.page.getByRole('button', { name: pc.t('contacts.remove') }).first().click();
  await pc.answer('contacts.dialog_go');
  await pc.reads('contacts.removed');
  await (await readsMail(pc, HOME, 'contact_removed')).close();
  await (await readsMail(pc, MOTHER, 'contact_removed')).close();
});

for (const lang of LANGS) {
  test(`"it was not me" stops everything in one press, without a sign-in (${lang})`, async ({ people, instance }) => {
    await linked(instance, PHONELESS);
    // Somebody has the card and the numbers of its owner.
    const thief = await people.atPc(lang);
    await isLedTo(thief, LOST_PHONE, 'pass');
    await checkCard(thief, 'pass', PHONELESS.card);
    await thief.press('ask.go_pass');
    const pass = await holdsToSee(thief, 'secret.pass_label');
    expect(await instance.control.signsIn(PHONELESS.number, { tap: pass })).toBe('ok');
    // The owner reads the mail at home, on a browser that has never been here.
    const owner = await opensNotice(await people.onPhone(lang), mailOf(PHONELESS), 'pass_issued');
    await owner.reads('deed.pass_issued');
    await expect(owner.page.getByText(PHONELESS.number)).toHaveCount(0);
    await owner.press('freeze.go');
    await owner.sees('freeze.done_title');
    await expect.poll(() => instance.control.signsIn(PHONELESS.number, { tap: pass })).toBe('no_tap');
    await (await readsMail(owner, mailOf(PHONELESS), 'frozen')).close();
    // The thief tries again, and gets nothing.
    await isLedTo(thief, LOST_PHONE, 'pass');
    await checkCard(thief, 'pass', PHONELESS.card);
    await thief.isRefused('link_frozen');
    await thief.sees('refusal.link_frozen.title');
    // The link in the mail still tells how things stand; pressing twice is no harm.
    await owner.page.reload();
    await owner.sees('freeze.done_title');
    // With the card in hand again, the owner starts it again.
    await owner.open('/verify/?go=manage');
    await checkCard(owner, 'manage', PHONELESS.card);
    await owner.sees('status.title_frozen');
    await owner.press('frozen.lift');
    await owner.sees('status.title_linked');
    await (await readsMail(owner, mailOf(PHONELESS), 'unfrozen')).close();
  });
}

test('the history tells what, when and by which way; each entry has its receipt', async ({ people, instance }) => {
  await linked(instance, PHONELESS, [mailOf(PHONELESS), mailOf(PHONELESS, 2)]);
  const pc = await people.atPc('en');
  await isLedTo(pc, LOST_PHONE, 'pass');
  await checkCard(pc, 'pass', PHONELESS.card);
  await pc.press('ask.go_pass');
  await holdsToSee(pc, 'secret.pass_label');
  const receipt = await pc.page.locator('dd [lang=en]').last().innerText();
  await pc.ends('done.end');
  await pc.open('/my/history/');
  await pc.sees('identify.title_history');
  await pc.follow('identify.card');
  await checkCard(pc, 'manage', PHONELESS.card);
  await pc.follow('history.title');
  await pc.sees('history.title');
  const deeds = await pc.page.locator('.rows .row-main').allInnerTexts();
  const keys = ['pass_issued', 'pass_asked', 'contact_added', 'contact_added', 'linked'];
  expect(deeds).toEqual(keys.map((key) => pc.t(`deed.${key}`)));
  const [download] = await Promise.all([pc.page.waitForEvent('download'), pc.press('history.csv')]);
  const saved = await readFile(await download.path(), 'utf8');
  expect(saved).toContain(receipt);
  expect(saved).not.toContain(PHONELESS.number);
  await pc.follow('deed.pass_issued');
  await pc.sees('receipt.title');
  await expect(pc.page.getByText(receipt, { exact: true })).toBeVisible();
  await pc.reads('receipt.earlier');
  await expect(pc.page.getByText(PHONELESS.number)).toHaveCount(0);
  // On paper there is the receipt, and no button.
  await pc.page.emulateMedia({ media: 'print' });
  await expect(pc.button('receipt.print')).toBeHidden();
  await expect(pc.page.getByText(receipt, { exact: true })).toBeVisible();
});

test('the link of a notice that nobody sent stops nothing', async ({ people }) => {
  const pc = await people.atPc('ja');
  await pc.open(`/verify/notice/${'A'.repeat(43)}`);
  await pc.isRefused('freeze_unknown');
});
