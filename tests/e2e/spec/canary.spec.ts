// A pass is shown, heard, copied and used; afterwards it lies nowhere.
import { canSignInAnew, deletesFirst, registers, signInWithPass } from '../support/account.ts';
import { verifyOnPhone, takeCard } from '../support/card.ts';
import { holds, keptBy, searchFiles } from '../support/canary.ts';
import { isLedTo } from '../support/guide.ts';
import { linked, mailOf, PHONELESS } from '../support/linked.ts';
import { readsMail } from '../support/mail.ts';
import { scan } from '../support/qr.ts';
import { holdsToSee } from '../support/secret.ts';
import { expect, test } from '../support/test.ts';

test.use({ more: '[log]\nfilter = "trace"' });

test('after a pass was shown and used it lies in no browser, mail, log, file or database', async ({ people, instance }) => {
  const { control } = instance;
  const { number, card } = PHONELESS;
  await linked(instance, PHONELESS, [mailOf(PHONELESS), mailOf(PHONELESS, 2)]);
  const pc = await people.atPc('ja');
  const phone = await people.onPhone('ja');
  await pc.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: instance.url });
  await isLedTo(pc, [['trouble', 'method_lost'], ['other_method', 'no'], ['card', 'yes']], 'pass');
  await pc.chooses('other_device');
  await takeCard(phone, card);
  await phone.page.goto(await scan(pc.page));
  await phone.press('handoff.accept');
  await verifyOnPhone(phone, 'pass');
  const digits = (await phone.page.locator('.digits-shown').innerText()).replace(/\D/g, '');
  await pc.page.getByLabel(pc.t('digits.label')).fill(digits);
  await pc.press('digits.send');
  await pc.press('ask.go_pass');
  const pass = await holdsToSee(pc, 'secret.pass_label');
  // What hides itself, what is read out, what is copied: each leaves the page again.
  await pc.press('secret.show');
  await expect(pc.page.locator('.secret')).not.toHaveText(/•/);
  await pc.press('secret.hide');
  await pc.press('secret.copy');
  expect(await pc.page.evaluate(() => navigator.clipboard.readText())).toBe(pass);
  await pc.press('secret.wipe');
  await pc.reads('secret.wiped');
  expect(await pc.page.evaluate(() => navigator.clipboard.readText())).not.toContain(pass);
  expect(holds(await pc.page.content(), pass), 'the page of what is covered').toBe(false);
  const receipt = await pc.page.locator('dd [lang=en], dd[lang=en]').last().innerText();
  const tab = await pc.opens(() => pc.page.getByRole('button', { name: pc.t('coach.open') }).click());
  await signInWithPass(tab, number, pass);
  await registers(tab, 'add_authenticator');
  await deletesFirst(tab, 'microsoftAuthenticator');
  await pc.reads('coach.safe_title');
  await readsMail(pc, mailOf(PHONELESS), 'pass_issued');
  await readsMail(pc, mailOf(PHONELESS, 2), 'pass_issued');

  for (const [who, person] of [['PC', pc], ['phone', phone]] as const) {
    const kept = await keptBy(person);
    expect(kept, 'cookies and history were looked at').toContain(`${instance.url}/verify/`);
    expect(holds(kept, pass), `what the ${who} keeps`).toBe(false);
  }
  expect(holds(JSON.stringify(await control.mails()), pass), 'mails').toBe(false);
  expect(holds(people.said.join('\n'), pass), 'the console').toBe(false);
  await pc.page.reload();
  await pc.sees('after.title_pass');
  expect(holds(await pc.page.content(), pass), 'the page after a reload').toBe(false);
  await canSignInAnew(await people.atPc('ja'), number);
  // Once as it runs, with what SQLite has not put in its place yet, and once after its end.
  expect((await searchFiles(instance.ownFiles, pass)).found, 'files while it runs').toEqual([]);
  expect(await instance.stopServer()).toBe(0);
  expect(holds(instance.log, pass), 'the log').toBe(false);
  const { found, searched } = await searchFiles(instance.ownFiles, pass);
  expect(found, 'files and database').toEqual([]);
  // The search finds what is there: the log tells all, and the receipt is in the database.
  expect(instance.log).toContain('TRACE');
  expect(searched).toBeGreaterThan(3);
  expect((await searchFiles(instance.ownFiles, receipt)).found).not.toEqual([]);
});
