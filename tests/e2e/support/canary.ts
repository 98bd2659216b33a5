// Looks for a secret wherever it may have been left: in a browser, in files, in what was said.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Person } from './person.ts';

/** The forms in which the same secret may lie somewhere. */
function formsOf(secret: string): Buffer[] {
  const plain = Buffer.from(secret);
  // In base64 a text looks differently at each of three places; the ends depend on the neighbours.
  const based = [0, 1, 2].map((shift) => Buffer.concat([Buffer.alloc(shift), plain]).toString('base64').slice(shift === 0 ? 0 : 4, -4));
  const hex = plain.toString('hex');
  const texts = [secret, [...secret].reverse().join(''), encodeURIComponent(secret), hex, hex.toUpperCase(), ...based];
  return [...texts.map((text) => Buffer.from(text)), Buffer.from(secret, 'utf16le')];
}

/** Whether a text has the secret in any form. */
export function holds(text: string | Buffer, secret: string): boolean {
  const bytes = Buffer.from(text as string);
  return formsOf(secret).some((form) => bytes.includes(form));
}

/** The files below a folder that have the secret in any form, and how many were searched. */
export async function searchFiles(folder: string, secret: string): Promise<{ found: string[]; searched: number }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found = [];
  for (const file of files) if (holds(await readFile(file), secret)) found.push(file);
  return { found, searched: files.length };
}

/** All that a browser keeps for later, as one text: cookies, storages, databases, caches, history. */
export async function keptBy(person: Person): Promise<string> {
  const kept = await person.context.storageState({ indexedDB: true });
  const ofPage = await person.page.evaluate(async () => {
    const cached = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) cached.push(request.url, await (await cache.match(request))?.text());
    }
    const { navigation } = window as unknown as { navigation: { entries(): Array<{ url: string; getState(): unknown }> } };
    const visited = navigation.entries().map((entry) => [entry.url, entry.getState()]);
    const databases = await indexedDB.databases();
    const session = Object.entries(sessionStorage);
    return { cached, visited, databases, session, state: history.state as unknown, name: window.name, title: document.title };
  });
  return JSON.stringify([kept, ofPage]);
}
