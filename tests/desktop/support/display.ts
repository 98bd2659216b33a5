// A display of its own, with a window manager and the two languages of the system.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The two languages of the system, made in a folder of our own: this machine may have neither. */
async function makeLocales(folder: string) {
  for (const name of ['ja_JP', 'en_GB']) {
    // Its complaints about the definition are warnings, and still end with 1.
    await run('localedef', ['-i', name, '-f', 'UTF-8', join(folder, `${name}.UTF-8`)]).catch(() => undefined);
  }
}

/** A display of its own with a window manager; it lives as long as its child. */
export class Display {
  private constructor(
    readonly name: string,
    /** Where its languages are. */
    readonly locales: string,
    private readonly children: ChildProcess[],
  ) {}

  static async open(size = '1280x800'): Promise<Display> {
    const x = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const [chunk] = (await once(x.stdio[3]!, 'data')) as [Buffer];
    const name = `:${chunk.toString().trim()}`;
    const manager = spawn('openbox', [], { env: { ...process.env, DISPLAY: name }, stdio: 'ignore' });
    const locales = await mkdtemp(join(tmpdir(), 'ident-locales-'));
    await makeLocales(locales);
    return new Display(name, locales, [manager, x]);
  }

  async close() {
    for (const child of this.children) child.kill();
    await rm(this.locales, { recursive: true, force: true });
  }
}
