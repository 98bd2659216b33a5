// What processes have in memory, in use or freed: /proc/PID/mem as the kernel gives it.
import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';

const PAGE = 4096;
/** As much is read at once. */
const WINDOW = 4 * 1024 * 1024;
/** One entry of eight bytes for each page (proc_pid_pagemap(5)). */
const ENTRIES = (WINDOW / PAGE) * 8;

const quietly = <T>(read: () => T, otherwise: T): T => {
  try {
    return read();
  } catch {
    return otherwise;
  }
};

/** A process and all that it has started, by their ids. */
export function family(pid: number): number[] {
  const found = [pid];
  for (const parent of found) {
    for (const task of quietly(() => readdirSync(`/proc/${parent}/task`), [])) {
      const children = quietly(() => readFileSync(`/proc/${parent}/task/${task}/children`, 'utf8'), '');
      found.push(...children.trim().split(' ').filter(Boolean).map(Number));
    }
  }
  return found;
}

/** What a process is called. */
export const nameOf = (pid: number): string => quietly(() => readFileSync(`/proc/${pid}/comm`, 'utf8').trim(), 'gone');

interface Region {
  start: number;
  end: number;
}

/** Where a process has written, or somebody with it; all else comes from a file of a package. */
function regions(pid: number): Region[] {
  const smaps = quietly(() => readFileSync(`/proc/${pid}/smaps`, 'latin1'), '');
  const found: Region[] = [];
  for (const part of smaps.split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m)) {
    const [, start, end, rights] = /^([0-9a-f]+)-([0-9a-f]+) (\S+)/.exec(part) ?? [];
    const isWritten = /^(Private_Dirty|Shared_Dirty|Swap): +[1-9]/m.test(part);
    if (start === undefined || end === undefined || !isWritten || rights?.startsWith('r') !== true) continue;
    found.push({ start: Number.parseInt(start, 16), end: Number.parseInt(end, 16) });
  }
  return found;
}

/** Whether anything of a window is in memory or swapped out (bits 63 and 62 of an entry); an engine reserves far
    more than it uses. */
function isThere(entries: Buffer): boolean {
  for (let at = 7; at < entries.length; at += 8) if (((entries[at] ?? 0) & 0xc0) !== 0) return true;
  return false;
}

/** How often each text lies in the memory of a process, in either encoding that an engine uses. */
export function memoryHolds(pid: number, texts: readonly string[]): { counts: Record<string, number>; searched: number } {
  const forms = texts.flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le')].map((form) => ({ text, form })));
  if (texts.length === 0) throw new Error('nothing to look for');
  const longest = Math.max(...forms.map(({ form }) => form.length));
  const [memory, pagemap] = [openSync(`/proc/${pid}/mem`, 'r'), openSync(`/proc/${pid}/pagemap`, 'r')];
  // The end of one window stands before the next one: a text may lie across. To read on instead would
  // make the kernel put pages where there were none.
  const [bytes, entries] = [Buffer.alloc(longest + WINDOW), Buffer.alloc(ENTRIES)];
  const counts: Record<string, number> = {};
  let searched = 0;
  for (const { start, end } of regions(pid)) {
    let before = 0;
    for (let at = start; at < end; at += WINDOW) {
      const got = quietly(() => readSync(pagemap, entries, 0, Math.min(ENTRIES, ((end - at) / PAGE) * 8), (at / PAGE) * 8), 0);
      const is = isThere(entries.subarray(0, got));
      const length = is ? quietly(() => readSync(memory, bytes, longest, Math.min(WINDOW, end - at), at), 0) : 0;
      searched += length;
      for (const { text, form } of forms) {
        const read = bytes.subarray(longest - before, longest + length);
        for (let found = read.indexOf(form); found >= 0; found = read.indexOf(form, found + 1)) {
          if (found + form.length > before) counts[text] = (counts[text] ?? 0) + 1;
        }
      }
      before = length === WINDOW ? longest : 0;
      if (before > 0) bytes.copyWithin(0, WINDOW, WINDOW + longest);
    }
  }
  closeSync(memory);
  closeSync(pagemap);
  return { counts, searched };
}
