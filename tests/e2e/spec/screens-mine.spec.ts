// The screens of what one's account tells: addresses, history, stopping; and those of leaving.
import { signIn } from '../support/account.ts';
import { checkCard } from '../support/card.ts';
import { inspect, speak } from '../support/inspect.ts';
import { GRADUATE, LEFT, linked, mailOf, SAKURA } from '../support/linked.ts';
import { readsCode, readsMail } from '../support/mail.ts';
import { Person } from '../support/person.ts';
import { expect, test, type People } from '../support/test.ts';
import { LANGS } from '../support/words.ts';

test.describe.configure({ timeout: 300_000 });

const CONTACT = 'suzu@home.example';

/** A question before the page, in both languages. */
async function inspectDialog(people: People, person: Person, name: string, key: string) {
  for (const lang of LANGS) {
    await speak(person.page, lang);
    await (await people.reading(person, lang)).press(key);
    await inspect(person.page, name, { langs: [lang] });
    await person.page.keyboard.press('Escape');
  }
  await speak(person.page, 'ja');
}

test('screens of addresses and the history', async ({ people, instance }) => {
  await linked(instance, SAKURA, []);
  const pc = await people.atPc('ja');
  for (const page of ['history', 'contacts'] as const) {
    await pc.open(`/my/${page}/`);
    await pc.sees(`identify.title_${page}`);
    await inspect(pc.page, `identify-${page}`);
  }
  await pc.open('/my/');
  await pc.press('action.sign_in');
  await signIn(pc, SAKURA.number);
  await pc.follow('contacts.title');
  await pc.reads('contacts.none_title');
  await inspect(pc.page, 'contacts-none');
  await pc.press('contacts.open_go');
  const address = pc.page.getByLabel(pc.t('contacts.address'), { exact: true });
  await address.fill('sakura@');
  await pc.press('address.send');
  await pc.reads('address.malformed');
  await inspect(pc.page, 'contacts-fault');
  for (const each of [mailOf(SAKURA), mailOf(SAKURA, 2)]) {
    await address.fill(each);
    await pc.press('address.send');
    await pc.page.getByLabel(pc.t('address.code')).waitFor();
    if (each === mailOf(SAKURA)) await inspect(pc.page, 'contacts-code');
    await pc.page.getByLabel(pc.t('address.code')).fill(await readsCode(pc, each));
    await pc.press('digits.send');
    await pc.page.getByLabel(pc.t('address.code')).waitFor({ state: 'detached' });
  }
  await pc.reads('contacts.full', { max: 2 });
  await inspect(pc.page, 'contacts');
  await pc.page.getByRole('button', { name: pc.t('contacts.remove') }).first().click();
  await inspect(pc.page, 'contacts-dialog', { langs: ['ja'] });
  await pc.answer('contacts.dialog_keep');
  await pc.follow('action.status');
  await pc.follow('history.title');
  await pc.sees('history.title');
  await inspect(pc.page, 'history');
  await pc.follow('deed.linked');
  await pc.sees('receipt.title');
  await inspect(pc.page, 'receipt');
});

test('screens of stopping the link', async ({ people, instance }) => {
  await linked(instance, SAKURA);
  const pc = await people.atPc('ja');
  const mail = await readsMail(pc, mailOf(SAKURA), 'contact_added');
  await mail.locator('div.mail a[href*="/verify/notice/"]').first().click();
  const owner = new Person(mail, pc.at, pc.words);
  await owner.sees('freeze.title');
  await inspect(owner.page, 'notice');
  const link = owner.page.url().slice(instance.url.length);
  await owner.press('freeze.go');
  await owner.sees('freeze.done_title');
  await inspect(owner.page, 'notice-frozen');
  await pc.open('/verify/?go=manage');
  await checkCard(pc, 'manage', SAKURA.card);
  await pc.sees('status.title_frozen');
  await inspect(pc.page, 'status-frozen');
  await pc.press('frozen.lift');
  await pc.sees('status.title_linked');
  await inspectDialog(people, pc, 'freeze-dialog', 'frozen.stop');
  await pc.ends('done.end');
  await pc.open('/verify/?go=manage');
  await checkCard(pc, 'manage', SAKURA.card);
  await pc.press('unlink.ask');
  await pc.answer('unlink.go');
  await pc.sees('title.unlinked');
  await owner.open(link);
  await owner.reads('freeze.none_title');
  await inspect(owner.page, 'notice-nothing');
});

test('screens of rescue and of the office', async ({ people, instance }) => {
  await linked(instance, LEFT);
  const pc = await people.atPc('ja');
  await pc.open('/verify/?go=salvage');
  await pc.sees('prepare.title_salvage');
  await inspect(pc.page, 'prepare-salvage');
  await checkCard(pc, 'salvage', LEFT.card);
  await pc.sees('salvage.title');
  await pc.press('apply.check');
  await pc.reads('apply.fault_service');
  await inspect(pc.page, 'salvage');
  for (const name of ['mail', 'onedrive']) await pc.page.getByRole('checkbox', { name: pc.t(`cloud.${name}.name`) }).check();
  await pc.page.getByLabel(pc.t('apply.reason'), { exact: true }).fill('ゼミの共同研究の原稿が必要です。');
  await pc.page.getByRole('checkbox', { name: pc.t('apply.understood', { days: 7 }) }).check();
  await pc.page.getByLabel(pc.t('apply.address'), { exact: true }).fill(CONTACT);
  await pc.press('address.send');
  await pc.page.getByLabel(pc.t('address.code')).fill(await readsCode(pc, CONTACT));
  await pc.press('digits.send');
  await pc.page.getByLabel(pc.t('address.code')).waitFor({ state: 'detached' });
  await pc.press('apply.check');
  await pc.reads('apply.once_text');
  await inspect(pc.page, 'salvage-summary');
  await pc.press('apply.send');
  await pc.reads('salvage.next_text');
  await inspect(pc.page, 'salvage-applied');
  await pc.ends('done.end');

  const clerk = await people.atPc('ja');
  await clerk.open('/office/');
  await clerk.sees('office.front_title');
  await inspect(clerk.page, 'office-front');
  await clerk.press('action.sign_in');
  await signIn(clerk, '3000000032');
  await clerk.page.getByRole('heading', { level: 1 }).waitFor();
  await inspect(clerk.page, 'office-no-role');
  await clerk.open('/office/');
  await clerk.press('action.sign_in');
  await signIn(clerk, '3000000031');
  await clerk.sees('office.title');
  await inspect(clerk.page, 'office');
  await clerk.page.getByRole('link', { name: clerk.t('cloud.mail.name') }).click();
  await clerk.button('office.approve').waitFor();
  await clerk.press('office.decline');
  await clerk.reads('office.note_missing');
  await inspect(clerk.page, 'office-case');
  await inspectDialog(people, clerk, 'office-dialog', 'office.approve');
  await clerk.press('office.approve');
  await clerk.answer('office.approve');
  await clerk.sees('office.title');
  await readsMail(clerk, CONTACT, 'granted');

  await pc.open('/verify/?go=salvage');
  await checkCard(pc, 'salvage', LEFT.card);
  await pc.reads('salvage.password_note');
  await inspect(pc.page, 'salvage-granted');
});

test('screens of the alumni service, open and not yet open', async ({ people, instance }) => {
  await linked(instance, GRADUATE);
  const pc = await people.atPc('ja');
  await pc.open('/verify/?go=alumni');
  await pc.sees('prepare.title_alumni');
  await inspect(pc.page, 'prepare-alumni');
  await checkCard(pc, 'alumni', GRADUATE.card);
  await pc.page.getByRole('button').filter({ hasText: '同窓会サービス' }).waitFor();
  await inspect(pc.page, 'alumni');
  await pc.page.getByRole('button').filter({ hasText: '同窓会サービス' }).click();
  await pc.practice('heading', 'welcome').waitFor();
  await pc.open('/verify/');
  await pc.page.getByRole('link', { name: pc.t('alumni.new') }).waitFor();
  await inspect(pc.page, 'alumni-done');
});

test.describe('where no alumni service is configured', () => {
  test('its page says so, and since when', async ({ people }) => {
    const pc = await people.atPc('ja');
    await pc.page.route('**/api/v1/context', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...((await response.json()) as object), alumni: null } });
    });
    await pc.open('/verify/?go=alumni');
    await pc.sees('alumni_not_yet.title');
    await inspect(pc.page, 'alumni-not-yet');
    expect(pc.page.url()).toContain('go=alumni');
  });
});
