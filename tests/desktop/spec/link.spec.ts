// First run to linked, all inside the app: way D with the phone's camera at the window, way C
// through the system's browser and back over the loopback interface.
import { signIn } from '../../e2e/support/account.ts';
import { takeCard, verifyOnPc, verifyOnPhone } from '../../e2e/support/card.ts';
import { LANGS } from '../../e2e/support/words.ts';
import { expect, test } from '../support/test.ts';
import { AtBrowser, digitsOn, follows, prepares, signsInAndLinks } from '../support/walk.ts';

for (const lang of LANGS) {
  test(`way D and a sign-in through the browser link (${lang})`, async ({ desk: open, people }) => {
    const desk = await open(lang);
    await desk.start();
    const phone = await people.onPhone(lang);
    await takeCard(phone, 'kaede');
    await prepares(desk);
    await desk.keep('prepare');
    await desk.press('way.other_device.go');
    await desk.sees('offered.title');
    await desk.keep('offered');
    await phone.page.goto(await desk.scan());
    await phone.press('handoff.accept');
    await desk.sees('on_phone.title');
    await desk.keep('on-phone');
    await verifyOnPhone(phone, 'link');
    await desk.sees('digits.title');
    await desk.types('digits.label', await digitsOn(phone));
    await desk.keep('digits');
    await desk.press('digits.send');
    await desk.sees('verified.title');
    await desk.keep('verified');
    await desk.press('action.sign_in');
    const browser = AtBrowser.of(await people.atPc(lang));
    await follows(desk, browser);
    await desk.sees('away.title_sign_in');
    await desk.keep('away');
    await signIn(browser, '2000000003');
    await desk.sees('confirm.title');
    await desk.keep('confirm');
    await desk.press('confirm.go');
    await desk.sees('title.done');
    await desk.keep('done');
  });
}

test('way C links through the system browser and the loopback interface', async ({ desk: open, people }) => {
  const desk = await open('ja');
  await desk.start();
  const [browser, phone] = [AtBrowser.of(await people.atPc('ja')), await people.onPhone('ja')];
  await takeCard(phone, 'ken');
  await prepares(desk);
  await desk.choose('way.app.title');
  await desk.press('way.app.go');
  await follows(desk, browser);
  await desk.keep('in-the-browser');
  await verifyOnPc(browser, phone);
  await browser.page.screenshot({ path: new URL('../out/ja/hand-back.png', import.meta.url).pathname });
  await signsInAndLinks(desk, browser, '3000000002');
  // Nothing is left that listens: what came back came back once.
  await expect(browser.page.reload()).rejects.toThrow(/ERR_CONNECTION_REFUSED/);
});
