// Looks wherever a kiosk may have left something of a person (K-01), without bringing it there: what
// is looked for never passes the window.
import { holds } from '../../e2e/support/canary.ts';
import type { Desk } from './desk.ts';
import { family, memoryHolds, nameOf } from './memory.ts';

/** What the page and its browser engine can be asked for, as one text. */
const KEPT = `
  const done = arguments[arguments.length - 1];
  (async () => {
    const cached = [];
    for (const name of await caches.keys().catch(() => [])) cached.push(name, (await (await caches.open(name)).keys()).map((one) => one.url));
    done(JSON.stringify({
      page: document.documentElement.outerHTML, shadow: [...document.querySelectorAll('dialog,[popover]')].length,
      title: document.title, name: window.name, address: location.href, history: history.length, state: history.state,
      local: { ...localStorage }, session: { ...sessionStorage }, cookies: document.cookie, cached,
      databases: await indexedDB.databases(), globals: Object.keys(window).map((name) => typeof window[name] === 'string' ? window[name] : ''),
      selected: String(getSelection()),
    }));
  })();`;

/** Places in which one of the texts is found, by name. */
export async function tracesOf(texts: readonly string[], desk: Desk): Promise<string[]> {
  const found: string[] = [];
  const look = (place: string, text: string) => {
    for (const one of texts) if (holds(text, one)) found.push(`${place}: ${one}`);
  };
  const kept = await desk.window.runLater<string>(KEPT);
  look('page', kept);
  const { history } = JSON.parse(kept) as { history: number };
  if (history !== 1) found.push(`history of ${history}`);
  look('title', await desk.title());
  for (const selection of ['clipboard', 'primary', 'secondary']) look(selection, await desk.selection(selection));
  look('log', desk.log);
  for (const one of texts) for (const file of await desk.profileHolds(one)) found.push(`${file}: ${one}`);
  // Before the first screen that has anything of its own, there is nothing to look for in memory.
  return texts.length === 0 ? found : [...found, ...Object.keys(await inMemory(texts, desk))];
}

/** Processes of the app in whose memory one of the texts lies, used or freed, and how often. */
export async function inMemory(texts: readonly string[], desk: Desk): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const pid of family(await desk.pid())) {
    const { counts, searched } = memoryHolds(pid, texts);
    if (searched === 0) throw new Error(`nothing of ${nameOf(pid)} could be read`);
    for (const [text, count] of Object.entries(counts)) found[`memory of ${nameOf(pid)}: ${text}`] = count;
  }
  return found;
}
