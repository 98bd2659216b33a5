// The Debian package: put into a clean tree, looked at, and taken out again.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test as base } from '../support/test.ts';

const run = promisify(execFile);

/** A root of its own with a package database, and what is in it without that database. */
class Tree {
  constructor(readonly root: string) {}

  async dpkg(...args: string[]) {
    // Its libraries are those of this machine; the database of the tree knows none of them.
    await run('dpkg', [`--root=${this.root}`, '--force-depends', '--force-not-root', ...args]);
  }

  async files(): Promise<string[]> {
    const all = await readdir(this.root, { recursive: true });
    return all.filter((path) => !path.startsWith('var')).sort();
  }

  read(path: string): Promise<string> {
    return readFile(join(this.root, path), 'utf8');
  }
}

const test = base.extend<{ tree: Tree }>({
  tree: async ({}, use) => {
    const root = await mkdtemp(join(tmpdir(), 'ident-tree-'));
    await mkdir(join(root, 'var/lib/dpkg/updates'), { recursive: true });
    await mkdir(join(root, 'var/lib/dpkg/info'));
    for (const file of ['status', 'available']) await writeFile(join(root, 'var/lib/dpkg', file), '');
    await use(new Tree(root));
    await rm(root, { recursive: true, force: true });
  },
});

const packageFile = (): string => {
  const file = process.env.IDENT_DEB;
  if (file === undefined) throw new Error('IDENT_DEB names the package; `cargo xtask test --only desktop` builds it');
  return file;
};

test('the package brings program, helper, menu entry, icons and scheme, and leaves nothing', async ({ tree }) => {
  await tree.dpkg('--install', packageFile());
  const files = await tree.files();
  for (const program of ['usr/bin/ident', 'usr/bin/ident-card-watcher', 'usr/share/ident/kiosk/session.sh']) {
    expect((await stat(join(tree.root, program))).mode & 0o111, program).toBe(0o111);
  }
  for (const size of ['32x32', '128x128', '512x512']) {
    expect(files).toContain(`usr/share/icons/hicolor/${size}/apps/ident.png`);
  }
  // Nothing outside /usr: no settings, no service that starts by itself.
  expect(files.filter((file) => !file.startsWith('usr'))).toEqual([]);
  await run('desktop-file-validate', [join(tree.root, 'usr/share/applications/Ident.desktop')]);
  await tree.dpkg('--purge', 'ident');
  expect((await tree.files()).filter((file) => !['usr', 'etc'].includes(file))).toEqual([]);
});

test('links with our scheme go to the installed app, with their text', async ({ tree }) => {
  await tree.dpkg('--install', packageFile());
  const entry = await tree.read('usr/share/applications/Ident.desktop');
  expect(entry).toMatch(/^Exec=ident %u$/m);
  await run('update-desktop-database', [join(tree.root, 'usr/share/applications')]);
  const environment = {
    ...process.env,
    HOME: tree.root,
    // A menu entry whose program is not found is none.
    PATH: `${join(tree.root, 'usr/bin')}:${process.env.PATH ?? ''}`,
    XDG_DATA_DIRS: join(tree.root, 'usr/share'),
    XDG_CONFIG_HOME: join(tree.root, 'none'),
    XDG_DATA_HOME: join(tree.root, 'none'),
  };
  const { stdout } = await run('gio', ['mime', 'x-scheme-handler/jp.ac.u-tokyo.ident'], { env: environment });
  expect(stdout).toContain('Ident.desktop');
});

test('the package says what it needs and who made it', async () => {
  const { stdout } = await run('dpkg-deb', ['--field', packageFile(), 'Depends', 'Maintainer', 'Description']);
  for (const word of ['libwebkit2gtk-4.1-0', 'libpcsclite1', 'Ident contributors', 'My Number Card']) {
    expect(stdout).toContain(word);
  }
});
