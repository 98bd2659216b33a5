// The main job: a card is linked to an account, by ways A, C and D, in both languages.
import { signIn } from '../support/account.ts';
import { takeCard, verifyOnPc, verifyOnPhone } from '../support/card.ts';
import type { Person } from '../support/person.ts';
import { scan } from '../support/qr.ts';
import { expect, test } from '../support/test.ts';
import { LANGS } from '../support/words.ts';

/** From "the card was checked" to the link that exists. */
async function linksAfterCard(person: Person, number: string, name: string) {
  await person.sees('verified.title');
  await person.reads('verified.not_yet');
  await expect(person.page.getByText(name)).toBeVisible();
  expect(await person.steps()).toEqual(['done', 'doing', 'todo']);
  await person.press('action.sign_in');
  await signIn(person, number);
  await person.sees('confirm.title');
  expect(await person.steps()).toEqual(['done', 'done', 'doing']);
  await expect(person.page.getByText(`${number}@utac.u-tokyo.ac.jp`)).toBeVisible();
  await person.press('confirm.go');
  await person.sees('title.done');
  expect(await person.steps()).toEqual(['done', 'done', 'done']);
  await expect(person.page.getByText(number)).toBeVisible();
}

for (const lang of LANGS) {
  test(`way A links on the phone alone (${lang})`, async ({ people }) => {
    const phone = await people.onPhone(lang);
    await phone.prepares('link');
    // A phone is offered itself first.
    await expect(phone.page.getByRole('radio').first()).toBeChecked();
    await phone.press('way.this_phone.go');
    await verifyOnPhone(phone, 'link');
    await linksAfterCard(phone, '0123456789', '本郷　さくら');
    await phone.ends('done.end');
  });

  test(`way C links with the agency's QR code and digits (${lang})`, async ({ people }) => {
    const pc = await people.atPc(lang);
    const phone = await people.onPhone(lang);
    await takeCard(phone, 'ken');
    await pc.prepares('link');
    await expect(pc.page.getByRole('radio').first()).toBeChecked();
    await pc.press('way.this_pc.go');
    await verifyOnPc(pc, phone);
    await linksAfterCard(pc, '3000000002', '駒場　健');
  });

  test(`way D links with our QR code and digits (${lang})`, async ({ people, instance }) => {
    const pc = await people.atPc(lang);
    const phone = await people.onPhone(lang);
    await takeCard(phone, 'kaede');
    await pc.prepares('link');
    await pc.chooses('other_device');
    await pc.sees('offered.title');
    const link = await scan(pc.page);
    expect(link.startsWith(`${instance.url}/verify/h/`)).toBe(true);
    await phone.page.goto(link);
    await phone.sees('handoff.title_link');
    for (const key of ['handoff.who', 'handoff.what', 'handoff.device', 'handoff.at']) await phone.reads(key);
    await phone.reads('handoff.what_link');
    await phone.press('handoff.accept');
    await pc.sees('on_phone.title');
    await expect(pc.page.getByText('Android')).toBeVisible();
    await verifyOnPhone(phone, 'link');
    await phone.sees('shown.title');
    await pc.sees('digits.title');
    // The phone never shows the name of whose card it was.
    await expect(phone.page.getByText('髙﨑')).toHaveCount(0);
    const digits = (await phone.page.locator('.digits-shown').innerText()).replace(/\D/g, '');
    expect(digits).toHaveLength(6);
    await pc.page.getByLabel(pc.t('digits.label')).fill(digits);
    await pc.press('digits.send');
    await phone.sees('elsewhere.title_carrier');
    await linksAfterCard(pc, '2000000003', '髙﨑　𠮷子');
  });
}

test('way D goes on at the phone when the person prefers that', async ({ people }) => {
  const pc = await people.atPc('ja');
  const phone = await people.onPhone('en');
  await pc.prepares('link');
  await pc.chooses('other_device');
  await phone.page.goto(await scan(pc.page));
  await phone.press('handoff.accept');
  await verifyOnPhone(phone, 'link');
  await phone.press('shown.keep');
  await pc.sees('elsewhere.title_starter');
  await linksAfterCard(phone, '0123456789', '本郷　さくら');
});

