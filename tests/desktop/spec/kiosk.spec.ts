// The kiosk's window: enrolled by a clerk, way D, stopped and enrolled again, and what its page may not ask for.
import { takeCard, verifyOnPhone } from '../../e2e/support/card.ts';
import { asks, enrolled, isWiped, KIOSK, NAME, PLACE, typesCode } from '../support/kiosk.ts';
import { expect, test } from '../support/test.ts';
import { inMemory, tracesOf } from '../support/traces.ts';

test('is enrolled once, shows way D, and knows itself after kill -9', async ({ desk: open, people }) => {
  const desk = await open('ja', KIOSK);
  await desk.stands();
  await desk.sees('kiosk.enrol.title');
  await desk.keep('kiosk-enrol');
  await enrolled(desk, people);
  await desk.keep('kiosk-attract');
  await desk.press('kiosk.attract.begin_ja');
  await desk.sees('kiosk.menu.title');
  await desk.keep('kiosk-menu');
  await desk.follow('kiosk.menu.status.title');
  await desk.keep('kiosk-prepare-status');
  await desk.press('kiosk.prepare.go');
  const phone = await people.onPhone('ja');
  await takeCard(phone, 'sakura');
  const link = await desk.scan();
  await desk.keep('kiosk-qr');
  await phone.page.goto(link);
  // K-05: the phone says which kiosk this is.
  await expect(phone.page.getByText(NAME)).toBeVisible();
  await expect(phone.page.getByText(PLACE)).toBeVisible();
  await phone.press('handoff.accept');
  await desk.sees('kiosk.phone.title');
  await desk.keep('kiosk-phone');
  await verifyOnPhone(phone, 'manage');
  await desk.reads(desk.t('kiosk.digits.text'));
  await desk.keep('kiosk-digits');
  await desk.killApp();
  await desk.stands();
  // A crash begins cleanly, and without a code.
  await desk.isFree();
});

test('t07 the page of a kiosk is refused what only the desktop may ask for', async ({ desk: open }) => {
  const desk = await open('ja', KIOSK);
  await desk.stands();
  await desk.sees('kiosk.enrol.title');
  const fate = (command: string, words: object) =>
    desk.window.runLater<string>(
      `const [command, words, done] = arguments;
       window.__TAURI_INTERNALS__.invoke(command, words).then(() => done('done'), (fault) => done('refused: ' + fault));
       setTimeout(() => done('unheard'), 1500);`,
      command,
      words,
    );
  expect(await fate('kiosk_known', {})).toBe('done');
  expect(await fate('open_url', { url: 'https://example.org/' })).toContain('refused');
  expect(await fate('copy_text', { text: 'x' })).toContain('refused');
  // What the isolation does not know never reaches Tauri.
  expect(await fate('plugin:window|close', { label: 'kiosk' })).toBe('unheard');
  expect(await fate('call_api', { method: 'DELETE', path: '/api/v1/visit' })).toBe('unheard');
});

test('a29 the next person finds nothing, even of what the page should never have kept', async ({ desk: open, people }) => {
  const desk = await open('ja', KIOSK);
  await enrolled(desk, people);
  await desk.press('kiosk.attract.begin_ja');
  await asks(desk, 'status');
  const link = await desk.scan();
  const token = link.slice(link.lastIndexOf('/') + 1);
  // The page may keep nothing, and here it does, as badly as it could.
  await desk.window.run(
    `
    localStorage.setItem('canary', arguments[0]);
    sessionStorage.setItem('canary', arguments[0]);
    document.cookie = 'canary=' + arguments[0] + '; max-age=9999';
    window.name = window.canary = document.title = arguments[0];
    history.pushState({ canary: arguments[0] }, '', '#' + arguments[0]);
    indexedDB.open(arguments[0]);
  `,
    token,
  );
  expect(Object.keys(await inMemory([token], desk)).join()).toMatch(/ident.*WebKitWebProces/);
  await desk.press('kiosk.finish');
  await isWiped(desk);
  expect(await tracesOf([token], desk)).toEqual([]);
  await desk.keep('kiosk-wiped');
  await desk.press('kiosk.wiped.next');
  await desk.press('kiosk.attract.begin_ja');
  await desk.sees('kiosk.menu.title');
  expect(await tracesOf([token], desk)).toEqual([]);
});

test('a card on the reader helps, and one left behind is called out', async ({ desk: open, people }) => {
  const desk = await open('ja', KIOSK);
  // Nobody is told of a reader that was never there.
  await desk.card('reader-lost');
  await enrolled(desk, people);
  await desk.press('kiosk.attract.begin_ja');
  await desk.sees('kiosk.menu.title');
  await desk.readsNot(desk.t('kiosk.trouble.reader.title'));
  await desk.card('felica-student');
  await desk.reads(desk.t('kiosk.card.student_title'));
  await desk.keep('kiosk-student-card');
  await desk.card('reader-lost');
  await desk.reads(desk.t('kiosk.trouble.reader.title'));
  await desk.keep('kiosk-reader-lost');
  await desk.card('my-number');
  await desk.press('kiosk.prepare.go', {}, () => desk.reads(desk.t('kiosk.card.my_number_title')));
  await desk.scan();
  await desk.press('kiosk.finish');
  await isWiped(desk);
  await desk.reads(desk.t('kiosk.card.left_title'));
  await desk.keep('kiosk-left-behind');
});

test.describe('a kiosk that the office stops', () => {
  test.use({ more: '[kiosk]\nheartbeat_s = 10\n' });

  test('k08 says so at once, keeps nothing, does nothing, and is enrolled again by a code', async ({ desk: open, people }) => {
    const desk = await open('ja', KIOSK);
    const clerk = await enrolled(desk, people);
    await desk.press('kiosk.attract.begin_ja');
    await asks(desk, 'status');
    const link = await desk.scan();
    await clerk.stops();
    await desk.takesInHand();
    await desk.sees('refusal.kiosk_revoked.title');
    await desk.keep('kiosk-stopped');
    expect(await tracesOf([link.slice(link.lastIndexOf('/') + 1)], desk)).toEqual([]);
    expect(await desk.window.run('return document.querySelectorAll("button").length')).toBe(1);
    const phone = await people.onPhone('ja');
    await phone.page.goto(link);
    await expect(phone.page.getByRole('heading', { level: 1 })).not.toContainText(phone.t('handoff.title_manage'));
    // It is the same after the power has gone.
    await desk.killApp();
    await desk.stands();
    await desk.sees('refusal.kiosk_revoked.title');
    await desk.press('kiosk.enrol.anew');
    await desk.sees('kiosk.enrol.title');
    await typesCode(desk, clerk);
    await desk.isFree();
    await desk.press('kiosk.attract.begin_ja');
    await asks(desk, 'link');
  });
});

test('a kiosk without a keychain tells the technician, and stays enrolled from one person to the next', async ({ desk: open, people }) => {
  const desk = await open('ja', { ...KIOSK, keychain: false });
  await desk.stands();
  await desk.sees('kiosk.enrol.title');
  await desk.reads(desk.t('kiosk.enrol.forgets_title'));
  await desk.keep('kiosk-without-keychain');
  await enrolled(desk, people);
  await desk.press('kiosk.attract.begin_ja');
  await asks(desk, 'link');
  await desk.press('kiosk.finish');
  await isWiped(desk);
  await desk.press('kiosk.wiped.next');
  await desk.isFree();
  await desk.killApp();
  await desk.stands();
  await desk.sees('kiosk.enrol.title');
});
