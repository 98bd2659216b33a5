// The app is ended in the middle, cancelled, started twice, and has no keychain.
import { takeCard, verifyOnPc, verifyOnPhone } from '../../e2e/support/card.ts';
import { APP } from '../support/app.ts';
import { expect, test } from '../support/test.ts';
import { AtBrowser, digitsOn, follows, offers, prepares } from '../support/walk.ts';

test('goes on after kill -9 at every step of way D', async ({ desk: open, people }) => {
  const desk = await open('ja');
  const phone = await people.onPhone('ja');
  const again = async () => {
    await desk.killApp();
    await desk.start();
  };
  await takeCard(phone, 'kaede');
  await desk.start();
  await offers(desk);
  await again();
  await desk.sees('offered.title');
  await phone.page.goto(await desk.scan());
  await phone.press('handoff.accept');
  await desk.sees('on_phone.title');
  await again();
  await desk.sees('on_phone.title');
  await verifyOnPhone(phone, 'link');
  await again();
  await desk.sees('digits.title');
  await desk.types('digits.label', await digitsOn(phone));
  await desk.press('digits.send');
  await desk.sees('verified.title');
  await again();
  await desk.sees('verified.title');
});

test('takes the result of way C although the app was killed while the browser was away', async ({ desk: open, people }) => {
  const desk = await open('ja');
  const [browser, phone] = [AtBrowser.of(await people.atPc('ja')), await people.onPhone('ja')];
  await takeCard(phone, 'ken');
  await desk.start();
  await prepares(desk);
  await desk.choose('way.app.title');
  await desk.press('way.app.go');
  await follows(desk, browser);
  await desk.killApp();
  await desk.start();
  await desk.sees('away.title_app');
  await verifyOnPc(browser, phone);
  await desk.sees('verified.title');
});

test('cancels in the app, and what the browser brings later is not taken', async ({ desk: open, people }) => {
  const desk = await open('en');
  const browser = AtBrowser.of(await people.atPc('en'));
  await desk.start();
  await prepares(desk);
  await desk.choose('way.app.title');
  await desk.press('way.app.go');
  const page = await desk.opened();
  await desk.press('action.cancel');
  await desk.seesHeading(desk.words.service);
  await desk.keep('cancelled');
  await browser.page.goto(page);
  await browser.isRefused('flow_cancelled');
});

test('a18 noise on the loopback port is no answer to anything', async ({ desk: open, people, instance }) => {
  const desk = await open('en');
  const browser = AtBrowser.of(await people.atPc('en'));
  await desk.start();
  await prepares(desk);
  await desk.choose('way.app.title');
  await desk.press('way.app.go');
  const port = await desk.listeningPort();
  const knock = (path: string) => fetch(`http://127.0.0.1:${port}${path}`).then((answer) => answer.status);
  expect(await knock('/')).toBe(404);
  expect(await knock(`/hand-back?flow=x&code=${'a'.repeat(43)}`)).toBe(404);
  await follows(desk, browser);
  await desk.sees('away.title_app');
  expect(instance.log).not.toContain('hand_back_invalid');
});

test('a17 r25 links from elsewhere change nothing, whether the app runs or not', async ({ desk: open }) => {
  const desk = await open('ja');
  const scheme = 'jp.ac.u-tokyo.ident';
  const hostile = [
    `${scheme}:/hand-back?flow=x&code=${'a'.repeat(43)}`,
    `${scheme}://evil.example/?x`,
    `${scheme}:/${'x'.repeat(5000)}`,
    'javascript:alert(1)',
  ];
  await desk.start([hostile[0] ?? '']);
  await offers(desk);
  for (const link of hostile) {
    // Each second start hands its link over and ends.
    await desk.beside(APP, [link]);
  }
  await desk.sees('offered.title');
  expect(desk.log.match(/ignored a link/g)?.length).toBeGreaterThanOrEqual(3);
  expect(desk.log).not.toContain('a'.repeat(43));
});

test('without a keychain the app says so, and works', async ({ desk: open }) => {
  const desk = await open('ja', { keychain: false });
  await desk.start();
  await offers(desk);
  await desk.reads(desk.t('place.memory_title'));
  await desk.keep('without-keychain');
  await desk.killApp();
  await desk.start();
  await desk.seesHeading(desk.words.service);
});

test('says whose side is down when the server is', async ({ desk: open, instance }) => {
  const desk = await open('ja');
  await desk.start();
  await offers(desk);
  await instance.stopServer();
  await desk.reads(desk.t('reach.server.title'));
  await desk.keep('server-down');
  await instance.startServer();
  await desk.sees('offered.title');
});
