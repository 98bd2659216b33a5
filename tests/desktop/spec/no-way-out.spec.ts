// K-04: no key, link, menu, dragging, print, file, new window or crash leads out of a kiosk.
import type { Desk } from '../support/desk.ts';
import { asks, enrolled, KIOSK } from '../support/kiosk.ts';
import { expect, test } from '../support/test.ts';

// Those of the window manager are the session's: src-tauri/kiosk has none.
const KEYS = [
  'alt+F4', 'alt+Left', 'alt+Right', 'alt+Return', 'alt+d',
  'ctrl+a', 'ctrl+c', 'ctrl+d', 'ctrl+f', 'ctrl+g', 'ctrl+h', 'ctrl+j', 'ctrl+l', 'ctrl+n', 'ctrl+o', 'ctrl+p', 'ctrl+q',
  'ctrl+r', 'ctrl+s', 'ctrl+t', 'ctrl+u', 'ctrl+w', 'ctrl+plus', 'ctrl+minus', 'ctrl+0', 'ctrl+shift+c', 'ctrl+shift+i',
  'ctrl+shift+n', 'ctrl+shift+p', 'ctrl+shift+r', 'ctrl+F5', 'shift+F10', 'Menu', 'F1', 'F3', 'F5', 'F6', 'F7', 'F10', 'F11', 'F12',
  'XF86Back', 'XF86HomePage', 'XF86WWW', 'XF86Reload',
]; // prettier-ignore

/** A little longer than the span in which a crash means that the page always crashes. */
const OF_USE_MS = 3_500;

interface Standing {
  address: string;
  pid: number;
  windows: string[];
  zoom: number;
}

/** What must not change, whatever is tried. */
const standing = async (desk: Desk): Promise<Standing> => ({
  address: await desk.window.address(),
  pid: await desk.pid(),
  windows: await desk.windowsOnDisplay(),
  zoom: await desk.window.run<number>('return devicePixelRatio * innerWidth'),
});

test('k04 no key and no press of a mouse leads out', async ({ desk: open }) => {
  const desk = await open('ja', KIOSK);
  await desk.stands();
  await desk.sees('kiosk.enrol.title');
  const before = await standing(desk);
  for (const keys of KEYS) {
    await desk.beside('xdotool', ['key', '--clearmodifiers', keys]);
    expect(await desk.windowsOnDisplay(), keys).toEqual(before.windows);
  }
  for (const button of ['2', '3', '8', '9']) {
    await desk.beside('xdotool', ['mousemove', '640', '400', 'click', button]);
    expect(await desk.windowsOnDisplay(), `button ${button}`).toEqual(before.windows);
  }
  // Text drawn over the edge of the screen, and along it, as by a finger.
  await desk.beside('xdotool', ['mousemove', '640', '180', 'mousedown', '1', 'mousemove', '1279', '180', 'mousemove', '0', '799', 'mouseup', '1']);
  await desk.sees('kiosk.enrol.title');
  expect(await standing(desk)).toEqual(before);
  expect(await desk.window.run('return String(getSelection())')).toBe('');
});

test('k04 a window manager that asks the window to close is refused', async ({ desk: open }) => {
  const desk = await open('ja', KIOSK);
  await desk.stands();
  await desk.sees('kiosk.enrol.title');
  const before = await standing(desk);
  await desk.asksToClose();
  // An answer to a later question shows that the request was dealt with.
  await desk.beside('xdotool', ['key', 'Tab']);
  await desk.sees('kiosk.enrol.title');
  expect(await standing(desk)).toEqual(before);
});

test('k04 no link, form, file, print or new window of the page leads out', async ({ desk: open, instance }) => {
  const desk = await open('ja', KIOSK);
  await desk.stands();
  await desk.sees('kiosk.enrol.title');
  const before = await standing(desk);
  const elsewhere = [instance.url, 'https://example.org/', 'file:///etc/passwd', 'about:blank', 'data:text/html,x', 'jp.ac.u-tokyo.ident:/x'];
  for (const address of elsewhere) {
    await desk.window.run(
      `
      const address = arguments[0];
      for (const target of ['_blank', '_self', '_top']) {
        const link = Object.assign(document.createElement('a'), { href: address, target });
        document.body.append(link);
        link.click();
        link.remove();
      }
      const form = Object.assign(document.createElement('form'), { action: address, method: 'post' });
      document.body.append(form);
      form.submit();
      form.remove();
      const frame = Object.assign(document.createElement('iframe'), { src: address });
      document.body.append(frame);
      setTimeout(() => frame.remove(), 100);
      location.href = address;
    `,
      address,
    );
    await desk.sees('kiosk.enrol.title');
    expect(await standing(desk), address).toEqual(before);
  }
  const opened = await desk.window.run<string[]>(`
    const file = Object.assign(document.createElement('input'), { type: 'file' });
    document.body.append(file);
    file.click();
    try { file.showPicker(); } catch { /* It needs a press of a person. */ }
    file.remove();
    window.print();
    return [window.open('https://example.org/'), prompt('?'), confirm('?'), alert('!')].map(String);
  `);
  expect(opened).toEqual(['undefined', 'undefined', 'undefined', 'undefined']);
  expect(await desk.window.ask('GET', '/window/handles')).toHaveLength(1);
  expect(await standing(desk)).toEqual(before);
});

test('k04 a kiosk whose page crashes is back by itself, for the next person', async ({ desk: open, people }) => {
  const desk = await open('ja', KIOSK);
  await enrolled(desk, people);
  await desk.press('kiosk.attract.begin_ja');
  await asks(desk, 'link');
  const pid = await desk.pid();
  // A page that crashes sooner is taken for one that always does, and people are quick here.
  await expect.poll(() => desk.window.run<number>('return performance.now()')).toBeGreaterThan(OF_USE_MS);
  await desk.crashPage();
  await desk.takesInHand();
  await desk.isFree();
  expect(desk.log).toContain('the page has crashed');
  // The session sees no end of its program.
  expect(await desk.pid()).toBe(pid);
});

test('k04 a page that crashes at once ends the program, and the session takes its time', async ({ desk: open }) => {
  const desk = await open('ja', KIOSK);
  await desk.appears();
  await desk.crashPage();
  await desk.hasEnded();
});
