// One person's desktop: a display, a session bus, a keychain, and the app's window.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from '../../e2e/support/test.ts';
import { codeIn } from '../../e2e/support/qr.ts';
import type { Values, Words } from '../../e2e/support/words.ts';
import type { Display } from './display.ts';
import { Session, type Element } from './webdriver.ts';

const run = promisify(execFile);
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const APP = process.env.IDENT_APP_BIN ?? here('../../../target/debug/ident');
const OUT = here('../out');

export interface Situation {
  /** The system's language. */
  locale?: 'ja_JP.UTF-8' | 'en_GB.UTF-8' | 'C.UTF-8';
  /** False on a machine without a keychain. */
  keychain?: boolean;
  args?: string[];
  /** Settings of the desktop environment. */
  gtk?: Record<string, number | string>;
  environment?: Record<string, string>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function writeSettings(folder: string, settings: Record<string, number | string>) {
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  await mkdir(join(folder, 'config/gtk-3.0'), { recursive: true });
  await writeFile(join(folder, 'config/gtk-3.0/settings.ini'), ['[Settings]', ...lines, ''].join('\n'));
}

export class Desk {
  private session: Session | null = null;
  /** The app when it was started by itself, and what steers it then. */
  private own: ChildProcess | null = null;
  private inHand = '';
  private driver: ChildProcess | null = null;
  private inspector = 0;

  private constructor(
    private readonly folder: string,
    private readonly base: string,
    private readonly desktop: ChildProcess,
    private readonly situation: Situation,
    readonly words: Words,
  ) {}

  static async open(display: Display, server: string, words: Words, situation: Situation = {}): Promise<Desk> {
    const folder = await mkdtemp(join(tmpdir(), 'ident-desk-'));
    for (const name of ['run', 'data', 'config', 'cache', 'bin']) await mkdir(join(folder, name), { mode: 0o700 });
    await writeFile(join(folder, 'opened'), '');
    await writeSettings(folder, situation.gtk ?? {});
    const port = await freePort();
    const environment = {
      ...process.env,
      HOME: folder,
      XDG_RUNTIME_DIR: join(folder, 'run'),
      XDG_DATA_HOME: join(folder, 'data'),
      XDG_CONFIG_HOME: join(folder, 'config'),
      XDG_CACHE_HOME: join(folder, 'cache'),
      PATH: `${here('.')}:${process.env.PATH ?? ''}`,
      DISPLAY: display.name,
      LOCPATH: display.locales,
      LANG: situation.locale ?? (words.lang === 'ja' ? 'ja_JP.UTF-8' : 'en_GB.UTF-8'),
      LANGUAGE: words.lang,
      NO_AT_BRIDGE: '1',
      TAURI_WEBVIEW_AUTOMATION: 'true',
      IDENT_SERVER_URL: server,
      DESK_FOLDER: folder,
      IDENT_CARD_WATCHER: here('card-helper'),
      DESK_PORT: String(port),
      DESK_KEYCHAIN: situation.keychain === false ? 'no' : 'yes',
      ...situation.environment,
    };
    // A group of its own: everything that the session starts ends with it.
    const desktop = spawn('dbus-run-session', ['--', here('session.sh')], { env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const desk = new Desk(folder, `http://127.0.0.1:${port}`, desktop, situation, words);
    for (const stream of [desktop.stdout, desktop.stderr]) stream?.on('data', (chunk: Buffer) => (desk.log += chunk.toString()));
    await expect(async () => expect((await fetch(`${desk.base}/status`)).ok).toBe(true)).toPass({ timeout: 20_000 });
    return desk;
  }

  /** What the app and its session have printed. */
  log = '';

  /** Starts the app; it was never there, or has ended. */
  async start(args: string[] = this.situation.args ?? []) {
    this.session = await Session.open(this.base, APP, args);
  }

  /** Starts the app by itself, as a session does. One that begins anew ends the session of the
      WebDriver that steers it; here its window can be taken in hand again. */
  async stands(args: string[] = this.situation.args ?? []) {
    this.inspector = await freePort();
    const env = { ...(await this.environment()), WEBKIT_INSPECTOR_SERVER: `127.0.0.1:${this.inspector}` };
    this.own = spawn(APP, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.own.stdout, this.own.stderr]) stream?.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
    await this.takesInHand();
  }

  /** Takes the window of an app in hand that was started by itself, or has begun anew. */
  async takesInHand() {
    await expect(async () => {
      expect(await this.life(), 'the program has begun anew').not.toBe(this.inHand);
    }).toPass({ timeout: 20_000, intervals: [50] });
    this.inHand = await this.life();
    // A driver of its own for each life: one that hears late of the last life's end gives up the next.
    this.driver?.kill();
    const port = await freePort();
    const args = [`--port=${port}`, `--target=127.0.0.1:${this.inspector}`];
    this.driver = spawn('WebKitWebDriver', args, { env: await this.environment(), stdio: 'ignore' });
    await expect(async () => {
      this.session = await Session.attach(`http://127.0.0.1:${port}`);
    }).toPass({ timeout: 20_000, intervals: [50] });
  }

  /** Where the system has laid the program this time: another place in each of its lives. */
  private async life(): Promise<string> {
    const maps = await readFile(`/proc/${await this.pid()}/maps`, 'utf8');
    return maps.slice(0, maps.indexOf(' '));
  }

  get isThere(): boolean {
    return this.session !== null;
  }

  get window(): Session {
    if (this.session === null) throw new Error('the app was not started');
    return this.session;
  }

  /** The app's process in this session. */
  async pid(): Promise<number> {
    if (this.own !== null) {
      const { exitCode, signalCode, pid } = this.own;
      if (exitCode === null && signalCode === null && pid !== undefined) return pid;
      throw new Error(`the app has ended: ${exitCode ?? signalCode}; its last words: ${this.log.slice(-600)}`);
    }
    const { stdout } = await run('pgrep', ['--exact', '--full', `${APP}.*`, '--session', String(this.desktop.pid)]).catch(() => ({ stdout: '' }));
    const first = Number(stdout.trim().split('\n')[0]);
    if (!Number.isInteger(first) || first === 0) throw new Error('the app is not running');
    return first;
  }

  /** The port on which the app waits for the system's browser. */
  async listeningPort(): Promise<number> {
    const pid = await this.pid();
    const { stdout } = await run('ss', ['--listening', '--tcp', '--numeric', '--processes', '--no-header']);
    // The other port is the one on which WebDriver steers the window.
    const steered = /WEBKIT_INSPECTOR_SERVER=127\.0\.0\.1:(\d+)/.exec(await readFile(`/proc/${pid}/environ`, 'latin1'))?.[1];
    const lines = stdout.split('\n').filter((line) => line.includes(`pid=${pid},`));
    const ports = lines.map((line) => /127\.0\.0\.1:(\d+)/.exec(line)?.[1]).filter((port) => port !== steered);
    const port = Number(ports[0]);
    if (!Number.isInteger(port)) throw new Error(`the app does not listen:\n${stdout}`);
    return port;
  }

  /** Lays a card on the reader, as the helper names it, or takes it away. */
  async card(word: 'none' | 'my-number' | 'felica-student' | 'reader-lost') {
    await writeFile(join(this.folder, 'card'), word);
  }

  private async pageProcess(): Promise<number> {
    const { stdout } = await run('pgrep', ['--parent', String(await this.pid()), '--full', 'WebKitWebProcess']);
    return Number(stdout.trim().split('\n')[0]);
  }

  /** The process of the page crashes. */
  async crashPage() {
    process.kill(await this.pageProcess(), 'SIGKILL');
  }

  /** Waits until the app has ended by itself. */
  async hasEnded() {
    await expect(async () => expect(await this.pid().catch(() => 0)).toBe(0)).toPass({ timeout: 20_000 });
    await this.session?.end();
    this.session = null;
  }

  /** The power goes off, as far as the app is concerned. */
  async killApp() {
    process.kill(await this.pid(), 'SIGKILL');
    await this.session?.end();
    this.session = null;
    this.driver?.kill();
    await expect(async () => expect(await this.pid().catch(() => 0)).toBe(0)).toPass({ timeout: 20_000 });
  }

  /** What the programs of this session are told by the system. */
  private async environment(): Promise<Record<string, string>> {
    const text = await readFile(join(this.folder, 'environment'), 'utf8');
    const pairs = text.split('\0').filter((pair) => pair.includes('='));
    return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
  }

  /** Starts a program beside the app, in the same session of the same person. */
  async beside(file: string, args: string[]): Promise<{ stdout: string; stderr: string }> {
    return run(file, args, { env: await this.environment(), timeout: 20_000 });
  }

  /** A program beside the app that goes on until it is ended. */
  async goesOn(file: string, args: string[]): Promise<ChildProcess> {
    return spawn(file, args, { env: await this.environment(), stdio: 'ignore' });
  }

  /** The window's own number on the display. */
  private async windowId(): Promise<string> {
    const { stdout } = await this.beside('xdotool', ['search', '--onlyvisible', '--class', 'ident']);
    const ids = stdout.trim().split('\n');
    return ids[ids.length - 1] ?? '';
  }

  async resize(width: number, height: number) {
    await this.beside('xdotool', ['windowsize', await this.windowId(), String(width), String(height)]);
  }

  /** How many dots an inch of text has, for programs that are started from now on; 96 is usual. */
  async textOfSize(dpi: number) {
    await this.beside('xprop', ['-root', '-f', 'RESOURCE_MANAGER', '8s', '-set', 'RESOURCE_MANAGER', `Xft.dpi: ${dpi}`]);
  }

  async minimize() {
    await this.beside('xdotool', ['windowminimize', await this.windowId()]);
  }

  /** As by the cross in the window's corner; the app ends by itself. */
  async closeWindow() {
    await this.beside('xdotool', ['windowclose', await this.windowId()]).catch(() => undefined);
    await this.hasEnded();
  }

  /** What the system was asked to show. */
  notifications(): Promise<string> {
    return readFile(join(this.folder, 'notifications'), 'utf8');
  }

  /** Starts the app once more while it runs. */
  async startsAgain() {
    await this.beside(APP, []);
  }

  /** The page that the app has opened in the system's browser since the last question. */
  async opened(): Promise<string> {
    const file = join(this.folder, 'opened');
    await expect(async () => expect(await readFile(file, 'utf8')).not.toBe('')).toPass({ timeout: 20_000 });
    const pages = (await readFile(file, 'utf8')).trim().split('\n');
    await writeFile(file, '');
    return pages[pages.length - 1] ?? '';
  }

  /** Files of this person's session that hold a text, in whatever encoding a browser engine uses. */
  async profileHolds(text: string): Promise<string[]> {
    const found: string[] = [];
    for (const path of await readdir(this.folder, { recursive: true })) {
      const bytes = await readFile(join(this.folder, path)).catch(() => Buffer.alloc(0));
      const is = bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le'));
      if (is && !path.endsWith('.ppm')) found.push(path);
    }
    return found;
  }

  /** Starts the app by itself and waits until its page has a process; nobody steers it. */
  async appears(args: string[] = this.situation.args ?? []) {
    const env = await this.environment();
    this.own = spawn(APP, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.own.stdout, this.own.stderr]) stream?.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
    await expect(async () => {
      await this.pageProcess();
      expect(await this.windowId()).not.toBe('');
    }).toPass({ timeout: 20_000, intervals: [20] });
  }

  /** The windows of programs on the display, and all of ours: menus and questions too. */
  async windowsOnDisplay(): Promise<string[]> {
    const managed = await this.beside('wmctrl', ['-l']);
    const ours = await this.beside('xdotool', ['search', '--onlyvisible', '--class', 'ident']);
    return [...managed.stdout.split('\n').map((line) => line.split(' ')[0] ?? ''), ...ours.stdout.split('\n')].filter(Boolean).sort();
  }

  /** As a window manager does, by the protocol for it (ICCCM section 4.2.8.1). */
  async asksToClose() {
    await this.beside('wmctrl', ['-i', '-c', await this.windowId()]);
  }

  /** What the window is called on the display. */
  async title(): Promise<string> {
    return (await this.beside('xdotool', ['getwindowname', await this.windowId()])).stdout.trim();
  }

  /** What could be pasted; nothing when nobody offers anything. */
  async selection(name: string): Promise<string> {
    return this.beside('xclip', ['-out', '-selection', name]).then(({ stdout }) => stdout, () => '');
  }

  /** The kiosk waits for people. */
  async isFree() {
    await this.first(`//button[normalize-space()=${quoted(this.t('kiosk.attract.begin_ja'))}]`);
  }

  t(key: string, values: Values = {}): string {
    return this.words.t(key, values);
  }

  private async first(xpath: string): Promise<Element> {
    let found: Element | undefined;
    await expect(async () => {
      const elements = await this.window.find(xpath);
      found = undefined;
      for (const element of elements) if (await element.isShown()) found ??= element;
      expect(found, xpath).toBeDefined();
    }).toPass({ timeout: 20_000 });
    if (found === undefined) throw new Error(xpath);
    return found;
  }

  async sees(key: string, values: Values = {}) {
    await this.seesHeading(this.t(key, values));
  }

  async seesHeading(name: string) {
    await this.first(`//h1[normalize-space()=${quoted(name)}]`);
  }

  async reads(text: string) {
    await this.first(`//body//*[contains(normalize-space(), ${quoted(text)})]`);
  }

  /** A button is before the person's eyes, without scrolling. */
  async hasInView(key: string) {
    const inView = `
      const button = [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === arguments[0]);
      const { top, bottom } = button.closest('main').getBoundingClientRect();
      const at = button.getBoundingClientRect();
      return at.top >= top && at.bottom <= bottom;`;
    await expect.poll(() => this.window.run<boolean>(inView, this.t(key)), `${key} is in view`).toBe(true);
  }

  /** Nothing of this text is on the screen. */
  async readsNot(text: string) {
    expect(await this.window.find(`//body//*[contains(normalize-space(), ${quoted(text)})]`)).toEqual([]);
  }

  /** Presses a key that is drawn on the screen. */
  async pressKey(letter: string) {
    await this.click(`//button[normalize-space()=${quoted(letter)}]`);
  }

  async press(key: string, values: Values = {}, before: () => Promise<void> = () => Promise.resolve()) {
    const name = quoted(this.t(key, values));
    const xpath = `//*[self::button or self::a][normalize-space()=${name}][not(@aria-disabled='true')]`;
    await this.first(xpath);
    await before();
    await this.click(xpath);
  }

  /** Until it lets itself be pressed: a screen may still be moving in. */
  private async click(xpath: string) {
    await expect(async () => (await this.first(xpath)).click()).toPass({ timeout: 20_000 });
  }

  async follow(key: string) {
    await this.click(`//*[self::a or self::button][contains(normalize-space(), ${quoted(this.t(key))})]`);
  }

  async choose(key: string) {
    await this.click(`//label[contains(normalize-space(), ${quoted(this.t(key))})]`);
  }

  async types(key: string, text: string) {
    const field = await this.first(`//input[@id=//label[contains(normalize-space(), ${quoted(this.t(key))})]/@for or @aria-label=${quoted(this.t(key))}]`);
    await field.type(text);
  }

  /** Until the page has been painted, and nothing moves any more. */
  private async settles() {
    await this.window.runLater('const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)));');
    const file = join(this.folder, 'settling.ppm');
    let last = Buffer.alloc(0);
    await expect(async () => {
      await this.beside('import', ['-window', 'root', file]);
      const now = await readFile(file);
      const before = last;
      last = now;
      // A countdown may go on.
      expect(difference(before, now), 'two pictures in a row are equal').toBeLessThan(0.005);
    }).toPass({ timeout: 15_000, intervals: [50] });
  }

  /** The display as a camera sees it. */
  async photograph(settled = true): Promise<Buffer> {
    if (settled) await this.settles();
    const file = join(this.folder, 'display.png');
    await this.beside('import', ['-window', 'root', file]);
    return readFile(file);
  }

  /** Holds the phone's camera to the display until it reads a code. */
  async scan(): Promise<string> {
    let found: string | null = null;
    await expect(async () => {
      found = codeIn(await this.photograph(false));
      expect(found, 'a code on the display can be read').not.toBeNull();
    }).toPass({ timeout: 20_000 });
    return found ?? '';
  }

  /** Keeps a picture of the display for those who leaf through. */
  async keep(name: string) {
    await mkdir(join(OUT, this.words.lang), { recursive: true });
    await writeFile(join(OUT, this.words.lang, `${name}.png`), await this.photograph());
  }

  async close() {
    await this.session?.end();
    this.own?.kill('SIGKILL');
    this.driver?.kill();
    if (this.desktop.exitCode !== null || this.desktop.signalCode !== null) return;
    const ended = once(this.desktop, 'exit');
    if (this.desktop.pid !== undefined && existsSync(`/proc/${this.desktop.pid}`)) process.kill(-this.desktop.pid, 'SIGTERM');
    await ended;
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Which part of two pictures differs. */
function difference(one: Buffer, other: Buffer): number {
  if (one.length !== other.length) return 1;
  let count = 0;
  for (let index = 0; index < one.length; index += 3) if (one[index] !== other[index]) count += 1;
  return count / (one.length / 3);
}

/** A text as XPath writes it. */
function quoted(text: string): string {
  return text.includes("'") ? `concat('${text.split("'").join(`', "'", '`)}')` : `'${text}'`;
}
