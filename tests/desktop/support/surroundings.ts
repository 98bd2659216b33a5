// One person's session at a machine: a display, a bus, a keychain, and a folder that is all their own.
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
import type { Words } from '../../e2e/support/words.ts';
import type { Display } from './display.ts';

export const run = promisify(execFile);
export const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

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

/** What was begun: where its files are, where its WebDriver listens, and the process of all that runs in it. */
export interface Begun {
  folder: string;
  base: string;
  desktop: ChildProcess;
}

export async function freePort(): Promise<number> {
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

/** Begins a session of somebody who uses the app with this server. */
export async function begin(display: Display, server: string, words: Words, situation: Situation): Promise<Begun> {
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
  return { folder, base: `http://127.0.0.1:${port}`, desktop };
}

export class Surroundings {
  /** What the app and its session have printed. */
  log = '';

  protected constructor(
    protected readonly begun: Begun,
    protected readonly situation: Situation,
    readonly words: Words,
  ) {
    this.listensTo(begun.desktop);
  }

  protected listensTo(program: ChildProcess) {
    for (const stream of [program.stdout, program.stderr]) stream?.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
  }

  protected get folder(): string {
    return this.begun.folder;
  }

  protected async hasBegun() {
    await expect(async () => expect((await fetch(`${this.begun.base}/status`)).ok).toBe(true)).toPass({ timeout: 20_000 });
  }

  /** What the programs of this session are told by the system. */
  protected async environment(): Promise<Record<string, string>> {
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

  /** Lays a card on the reader, as the helper names it, or takes it away. */
  async card(word: 'none' | 'my-number' | 'felica-student' | 'reader-lost') {
    await writeFile(join(this.folder, 'card'), word);
  }

  /** How many dots an inch of text has, for programs that are started from now on; 96 is usual. */
  async textOfSize(dpi: number) {
    await this.beside('xprop', ['-root', '-f', 'RESOURCE_MANAGER', '8s', '-set', 'RESOURCE_MANAGER', `Xft.dpi: ${dpi}`]);
  }

  /** What the system was asked to show. */
  notifications(): Promise<string> {
    return readFile(join(this.folder, 'notifications'), 'utf8');
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

  /** What could be pasted; nothing when nobody offers anything. */
  async selection(name: string): Promise<string> {
    return this.beside('xclip', ['-out', '-selection', name]).then(({ stdout }) => stdout, () => '');
  }

  /** The session ends, and everything in it. */
  protected async ends() {
    const { desktop } = this.begun;
    if (desktop.exitCode !== null || desktop.signalCode !== null) return;
    const ended = once(desktop, 'exit');
    if (desktop.pid !== undefined && existsSync(`/proc/${desktop.pid}`)) process.kill(-desktop.pid, 'SIGTERM');
    await ended;
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
