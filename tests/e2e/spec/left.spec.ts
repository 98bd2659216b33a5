// After leaving, from the guide to the end: files are rescued, a graduate joins the alumni service.
import { signIn } from '../support/account.ts';
import { checkCard } from '../support/card.ts';
import { asks, isLedTo, takes } from '../support/guide.ts';
import { GRADUATE, LEFT, linked, mailOf } from '../support/linked.ts';
import { readsCode, readsMail } from '../support/mail.ts';
import { Person } from '../support/person.ts';
import { holdsToSee } from '../support/secret.ts';
import { expect, test, type People } from '../support/test.ts';
import { LANGS, type Lang } from '../support/words.ts';

const CONTACT = 'suzu@home.example';
const REASON = 'ゼミの共同研究の原稿が必要です。 The draft of our paper is there.';
const CLERK = '3000000031';

const somebody = (people: People, lang: Lang) => (lang === 'ja' ? people.onPhone(lang) : people.atPc(lang));

/** One of the two services as it stands. */
const service = (person: Person, name: 'mail' | 'onedrive') =>
  person.page.locator('article, .way-card').filter({ hasText: person.t(`cloud.${name}.what`) });

/** Fills in the application and sends it, with a contact that was confirmed by its code. */
async function applies(person: Person) {
  await person.page.getByRole('checkbox', { name: person.t('cloud.mail.name') }).check();
  await person.page.getByRole('checkbox', { name: person.t('cloud.onedrive.name') }).check();
  await person.page.getByLabel(person.t('apply.reason'), { exact: true }).fill(REASON);
  await person.page.getByRole('checkbox', { name: person.t('apply.understood', { days: 7 }) }).check();
  // Nothing goes out before the address has shown that it reaches the person.
  await person.press('apply.check');
  await person.reads('apply.fault_contact');
  const address = person.page.getByLabel(person.t('apply.address'), { exact: true });
  await expect(address).toBeFocused();
  await expect(person.page.getByText(person.t('apply.fault_contact')).first()).toBeInViewport();
  await address.fill(CONTACT);
  await person.press('address.send');
  await person.page.getByLabel(person.t('address.code')).fill(await readsCode(person, CONTACT));
  await person.press('digits.send');
  await expect(person.page.getByText(person.t('apply.confirmed', { address: '' }).trim()).first()).toBeVisible();
  await person.press('apply.check');
  await person.reads('apply.once_text');
  await expect(person.page.getByText(REASON)).toBeVisible();
  await person.press('apply.send');
  await person.reads('salvage.next_text');
}

/** A clerk opens an application and decides. */
async function decides(clerk: Person, name: 'mail' | 'onedrive', note: string | null) {
  await clerk.page.getByRole('link', { name: clerk.t(`cloud.${name}.name`) }).click();
  await expect(clerk.page.getByText(REASON)).toBeVisible();
  await expect(clerk.page.getByText(LEFT.number, { exact: true })).toBeVisible();
  if (note !== null) await clerk.page.getByLabel(clerk.t('office.note'), { exact: true }).fill(note);
  const press = note === null ? 'office.approve' : 'office.decline';
  await clerk.press(press);
  await clerk.answer(press);
  await clerk.sees('office.title');
}

for (const lang of LANGS) {
  test(`who left and needs files applies, and gets at them (${lang})`, async ({ people, instance }) => {
    const { control } = instance;
    await linked(instance, LEFT);
    const person = await somebody(people, lang);
    await isLedTo(person, [['trouble', 'left'], ['ended', 'recently'], ['former', 'student'], ['card', 'yes']], 'salvage');
    await checkCard(person, 'salvage', LEFT.card);
    await person.sees('salvage.title');
    for (const key of ['salvage.revoked', 'salvage.last_day', 'salvage.uses_left']) await person.reads(key);
    await applies(person);
    await (await readsMail(person, CONTACT, 'received')).close();
    await person.ends('done.end');

    const clerk = await people.atPc(lang);
    await clerk.open('/office/');
    await clerk.press('action.sign_in');
    await signIn(clerk, CLERK);
    await clerk.sees('office.title');
    await clerk.reads('office.waiting', { count: 2 });
    await decides(clerk, 'mail', null);
    await decides(clerk, 'onedrive', 'もとの研究室に写しがあります。');
    await clerk.ends('done.end');

    // The mail leads to the page with the data; the special password comes with the card only.
    const granted = await readsMail(person, CONTACT, 'granted');
    const address = await granted.locator('div.mail a[href*="/archive/"]').first().getAttribute('href');
    await granted.close();
    const declined = await readsMail(person, CONTACT, 'declined');
    await expect(declined.locator('div.mail')).toContainText('もとの研究室に写しがあります。');
    await declined.close();
    await asks(person, [['trouble', 'left'], ['ended', 'recently'], ['former', 'student'], ['card', 'yes']]);
    await takes(person, 'salvage');
    await checkCard(person, 'salvage', LEFT.card);
    await person.sees('salvage.title');
    await expect(service(person, 'onedrive')).toContainText('もとの研究室に写しがあります。');
    // A no can be answered; what was granted is not offered again.
    await expect(service(person, 'onedrive')).toContainText(person.t('salvage.declined_again'));
    const tick = (name: string) => person.page.getByRole('checkbox', { name: person.t(`cloud.${name}.name`) });
    await expect(tick('onedrive')).toBeVisible();
    await expect(tick('mail')).toHaveCount(0);
    const password = await holdsToSee(person, 'salvage.password_label');
    const desk = await person.opens(() => person.page.getByRole('link', { name: person.t('salvage.go_there') }).click());
    expect(desk.page.url()).toBe(address);
    await desk.practiceField('special_password').fill(password);
    await desk.practice('button', 'open_archive').click();
    await desk.practice('heading', 'files').waitFor();
    await expect(desk.page.getByText(lang === 'ja' ? '卒業写真' : 'graduation photo')).toBeVisible();
    expect(await control.grants()).toMatchObject([{ account: expect.stringContaining(LEFT.number), service: 'mail', state: 'open' }]);
    // It is open for a week: on the sixth day still, on the eighth no more.
    await control.ahead(6);
    await desk.page.goto(address ?? '');
    await desk.practiceField('special_password').waitFor();
    await control.ahead(8);
    await desk.page.goto(address ?? '');
    await expect(desk.page.getByRole('alert')).toBeVisible();
    await control.ahead(0);
    await desk.page.goto(address ?? '');
    await desk.practiceField('special_password').waitFor();
    // An access that its owner reports as misuse ends at once, and really.
    const notice = await readsMail(person, mailOf(LEFT), 'granted');
    await notice.locator('div.mail a[href*="/verify/notice/"]').first().click();
    const reporting = new Person(notice, person.at, person.words);
    await reporting.press('freeze.go');
    await reporting.sees('freeze.done_title');
    await expect.poll(async () => (await control.grants())[0]?.state).toBe('ended');
    await desk.page.goto(address ?? '');
    await expect(desk.page.getByRole('alert')).toBeVisible();
    // What is left of the week comes back when the owner starts the link again, behind a new password.
    await person.open('/verify/');
    await person.sees('salvage.title');
    await expect(service(person, 'mail')).toContainText(person.t('salvage.stopped_next'));
    await service(person, 'mail').getByRole('link', { name: person.t('front.manage.title') }).click();
    await checkCard(person, 'manage', LEFT.card);
    await person.press('frozen.lift');
    await person.sees('status.title_linked');
    await expect.poll(async () => (await control.grants()).map((each) => each.state)).toEqual(['ended', 'open']);
    await person.open('/verify/?go=salvage');
    await checkCard(person, 'salvage', LEFT.card);
    await expect(service(person, 'mail').getByRole('link', { name: person.t('salvage.go_there') })).toBeVisible();
    expect(await holdsToSee(person, 'salvage.password_label')).not.toBe(password);
  });

  test(`a graduate joins the alumni service (${lang})`, async ({ people, instance }) => {
    await linked(instance, GRADUATE);
    const person = await somebody(people, lang);
    await asks(person, [['trouble', 'left'], ['ended', 'recently'], ['former', 'graduate'], ['card', 'yes']]);
    await person.sees('guide.ways_title');
    await takes(person, 'alumni');
    await checkCard(person, 'alumni', GRADUATE.card);
    const name = lang === 'ja' ? '同窓会サービス（練習用）' : 'Alumni service (practice)';
    await person.sees('alumni.title', { name });
    for (const key of ['alumni.what_name', 'alumni.what_status', 'alumni.what_id', 'alumni.not']) await person.reads(key);
    expect(await instance.control.joined()).toEqual([]);
    await person.press('alumni.go', { name });
    await person.practice('heading', 'welcome').waitFor();
    await expect(person.page.getByText('曙町　あさひ')).toBeVisible();
    expect((await instance.control.joined()).map((each) => each.name)).toEqual(['曙町　あさひ']);
    // The statement was good once, and the card check with it.
    await person.open('/verify/');
    await person.reads('alumni.done', { name });
  });
}
