// The kiosk's window: enrolled by a clerk, way D, walked away from, and no way out of it.
import { signIn } from '../../e2e/support/account.ts';
import { takeCard, verifyOnPhone } from '../../e2e/support/card.ts';
import type { People } from '../../e2e/support/test.ts';
import type { Desk } from '../support/desk.ts';
import { expect, test } from '../support/test.ts';

const CLERK = '3000000031';
const [NAME, PLACE] = ['1号機', '本郷 総合案内'];
const KIOSK = { args: ['--kiosk'] };

/** A clerk makes a code at the office's page. */
async function invited(people: People): Promise<string> {
  const clerk = await people.atPc('ja');
  await clerk.open('/office/');
  await clerk.press('action.sign_in');
  await signIn(clerk, CLERK);
  await clerk.sees('office.title');
  return clerk.page.evaluate(async (body) => {
    const headers = { 'X-Ident': '1', 'Content-Type': 'application/json' };
    const answer = await fetch('/api/v1/office/kiosks/invite', { method: 'POST', headers, body });
    const { code } = (await answer.json()) as { code: string };
    return code;
  }, JSON.stringify({ name: NAME, place: PLACE }));
}

async function enrolled(desk: Desk, people: People) {
  await desk.start();
  await desk.sees('kiosk.enrol.title');
  await desk.keep('kiosk-enrol');
  for (const letter of await invited(people)) await desk.pressKey(letter);
  await desk.press('kiosk.enrol.send');
  await desk.press('kiosk.attract.begin_ja', {}, () => desk.keep('kiosk-attract'));
  await desk.sees('kiosk.menu.title');
}

/** From the first choice to the code on the screen. */
async function asks(desk: Desk, choice: string) {
  await desk.follow(`kiosk.menu.${choice}.title`);
  await desk.keep(`kiosk-prepare-${choice}`);
  await desk.press('kiosk.prepare.go');
}

test('is enrolled once, shows way D, and knows itself after kill -9', async ({ desk: open, people }) => {
  const desk = await open('ja', KIOSK);
  await enrolled(desk, people);
  await desk.keep('kiosk-menu');
  await asks(desk, 'status');
  const phone = await people.onPhone('ja');
  await takeCard(phone, 'sakura');
  const link = await desk.scan();
  await desk.keep('kiosk-qr');
  await phone.page.goto(link);
  // K-05: the phone says which kiosk this is.
  await expect(phone.page.getByText(NAME)).toBeVisible();
  await expect(phone.page.getByText(PLACE)).toBeVisible();
  await phone.press('handoff.accept');
  await verifyOnPhone(phone, 'manage');
  await desk.reads(desk.t('kiosk.digits.text'));
  await desk.keep('kiosk-digits');
  await desk.killApp();
  await desk.start();
  // A crash begins cleanly, and without a code.
  await desk.press('kiosk.attract.begin_ja');
  await desk.sees('kiosk.menu.title');
});

test('k04 no key, link, menu, print or new window leads out', async ({ desk: open }) => {
  const desk = await open('ja', KIOSK);
  await desk.start();
  await desk.sees('kiosk.enrol.title');
  const before = await desk.window.address();
  const pid = await desk.pid();
  for (const keys of [['alt', 'F4'], ['ctrl', 'p'], ['ctrl', 'r'], ['ctrl', 'n'], ['ctrl', 't'], ['ctrl', 'l'], ['ctrl', 'shift', 'i'], ['alt', 'Left'], ['F1'], ['F5'], ['F11'], ['F12'], ['ctrl', 'plus']]) {
    await desk.beside('xdotool', ['key', '--clearmodifiers', keys.join('+')]);
  }
  await desk.beside('xdotool', ['mousemove', '640', '400', 'click', '3']);
  // The system asks the window to close, as a window manager does.
  await desk.beside('xdotool', ['search', '--onlyvisible', '--pid', String(pid), 'windowclose', '%@']).catch(() => undefined);
  const tried = await desk.window.run<string[]>(`
    const fates = [];
    fates.push(String(window.open('https://example.org/')));
    window.print();
    const link = Object.assign(document.createElement('a'), { href: 'https://example.org/', target: '_blank' });
    document.body.append(link);
    link.click();
    link.target = '_self';
    link.click();
    link.remove();
    const opened = document.createElement('input');
    opened.type = 'file';
    return fates;
  `);
  expect(tried).toEqual(['undefined']);
  await desk.sees('kiosk.enrol.title');
  expect(await desk.window.address()).toBe(before);
  expect(await desk.pid()).toBe(pid);
  expect(await desk.window.ask('GET', '/window/handles')).toHaveLength(1);
});

test('t07 the page of a kiosk is refused what only the desktop may ask for', async ({ desk: open }) => {
  const desk = await open('ja', KIOSK);
  await desk.start();
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

test('a29 the next person finds nothing', async ({ desk: open, people }) => {
  const desk = await open('ja', KIOSK);
  await enrolled(desk, people);
  await asks(desk, 'status');
  const link = await desk.scan();
  const token = link.slice(link.lastIndexOf('/') + 1);
  // The page may keep nothing, and here it does, as badly as it could.
  await desk.window.run(`
    localStorage.setItem('canary', arguments[0]);
    sessionStorage.setItem('canary', arguments[0]);
    document.cookie = 'canary=' + arguments[0] + '; max-age=9999';
    window.canary = arguments[0];
    indexedDB.open(arguments[0]);
  `, token);
  await desk.press('kiosk.finish');
  await desk.sees('kiosk.wiped.title');
  await desk.keep('kiosk-wiped');
  await desk.press('kiosk.wiped.next');
  await desk.press('kiosk.attract.begin_ja');
  await desk.sees('kiosk.menu.title');
  const left = await desk.window.runLater<string>(`
    const done = arguments[arguments.length - 1];
    (async () => {
      const all = [JSON.stringify(localStorage), document.cookie, String(window.canary), document.documentElement.outerHTML];
      all.push(JSON.stringify(await indexedDB.databases()), location.href);
      done(all.join(' '));
    })();
  `);
  expect(left).not.toContain(token);
  expect(await desk.profileHolds(token)).toEqual([]);
});

test('k04 a page that crashes ends the program, so that the system starts it afresh', async ({ desk: open }) => {
  const desk = await open('ja', KIOSK);
  await desk.start();
  await desk.sees('kiosk.enrol.title');
  await desk.crashPage();
  await desk.hasEnded();
  expect(desk.log).toContain('the page has crashed');
});

test('a card on the reader helps, and one left behind is called out', async ({ desk: open, people }) => {
  const desk = await open('ja', KIOSK);
  await enrolled(desk, people);
  await desk.card('felica-student');
  await desk.reads(desk.t('kiosk.card.student_title'));
  await desk.keep('kiosk-student-card');
  await desk.card('my-number');
  await desk.press('kiosk.prepare.go', {}, () => desk.reads(desk.t('kiosk.card.my_number_title')));
  await desk.scan();
  await desk.press('kiosk.finish');
  await desk.sees('kiosk.wiped.title');
  await desk.reads(desk.t('kiosk.card.left_title'));
  await desk.keep('kiosk-left-behind');
});
