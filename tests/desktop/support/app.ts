// The app in somebody's session: started, steered, crashed, closed; its window on the display.
import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { expect } from '../../e2e/support/test.ts';
import { freePort, here, run, Surroundings } from './surroundings.ts';
import { Session } from './webdriver.ts';

export const APP = process.env.IDENT_APP_BIN ?? here('../../../target/debug/ident');

export class App extends Surroundings {
  private session: Session | null = null;
  /** The app when it was started by itself, and what steers it then. */
  private own: ChildProcess | null = null;
  private inHand = '';
  private driver: ChildProcess | null = null;
  private inspector = 0;

  /** Starts the app; it was never there, or has ended. */
  async start(args: string[] = this.situation.args ?? []) {
    this.session = await Session.open(this.begun.base, APP, args);
  }

  /** Starts the app by itself, as a session does. One that begins anew ends the session of the
      WebDriver that steers it; here its window can be taken in hand again. */
  async stands(args: string[] = this.situation.args ?? []) {
    this.inspector = await freePort();
    const env = { ...(await this.environment()), WEBKIT_INSPECTOR_SERVER: `127.0.0.1:${this.inspector}` };
    this.own = spawn(APP, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.listensTo(this.own);
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
    const { stdout } = await run('pgrep', ['--exact', '--full', `${APP}.*`, '--session', String(this.begun.desktop.pid)]).catch(() => ({ stdout: '' }));
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

  /** The window's own number on the display. */
  protected async windowId(): Promise<string> {
    const { stdout } = await this.beside('xdotool', ['search', '--onlyvisible', '--class', 'ident']);
    const ids = stdout.trim().split('\n');
    return ids[ids.length - 1] ?? '';
  }

  async resize(width: number, height: number) {
    await this.beside('xdotool', ['windowsize', await this.windowId(), String(width), String(height)]);
  }

  async minimize() {
    await this.beside('xdotool', ['windowminimize', await this.windowId()]);
  }

  /** As by the cross in the window's corner; the app ends by itself. */
  async closeWindow() {
    await this.beside('xdotool', ['windowclose', await this.windowId()]).catch(() => undefined);
    await this.hasEnded();
  }

  /** Starts the app once more while it runs. */
  async startsAgain() {
    await this.beside(APP, []);
  }

  /** Starts the app by itself and waits until its page has a process; nobody steers it. */
  async appears(args: string[] = this.situation.args ?? []) {
    const env = await this.environment();
    this.own = spawn(APP, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.listensTo(this.own);
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

  async close() {
    await this.session?.end();
    this.own?.kill('SIGKILL');
    this.driver?.kill();
    await this.ends();
  }
}
