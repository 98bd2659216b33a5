// The plain web page: fetch, EventSource, clipboard.
import type { Capability } from '../flow/way';
import type { FlowView } from '../wire/types';
import { createApi } from './api';
import { Unreachable, type Answer, type Host, type Transport, type Watcher } from './types';

const TIMEOUT_MS = { usual: 20_000, long: 120_000 };
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 15_000;

const reach = () => (navigator.onLine ? 'server' : 'offline');

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

const transport: Transport = async (method, path, body, patience = 'usual'): Promise<Answer> => {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method === 'POST') Object.assign(headers, { 'X-Ident': '1', 'Content-Type': 'application/json' });
  try {
    const response = await fetch(path, {
      method,
      headers,
      body: method === 'POST' ? JSON.stringify(body) : null,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS[patience]),
    });
    return { status: response.status, body: await jsonOf(response), now: response.headers.get('X-Ident-Now') };
  } catch {
    throw new Unreachable(reach());
  }
};

/** EventSource reconnects by itself after a cut, but not after an HTTP error: then we do, more and more slowly. */
function watch(flowId: string, watcher: Watcher): () => void {
  let source: EventSource;
  let timer = 0;
  let pause = FIRST_PAUSE_MS;
  const open = () => {
    source = new EventSource(`/api/v1/flows/${encodeURIComponent(flowId)}/events`);
    source.addEventListener('open', () => {
      pause = FIRST_PAUSE_MS;
      watcher.opened();
    });
    source.addEventListener('flow', (event) => watcher.flow(JSON.parse(event.data) as FlowView));
    source.addEventListener('error', () => {
      watcher.lost();
      if (source.readyState !== EventSource.CLOSED) return;
      timer = window.setTimeout(open, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

interface UserAgentData {
  mobile?: boolean;
}

/** What this browser says about the device it runs on. */
export function capabilityOf(shell: Capability['shell']): Capability {
  const hints = (navigator as Navigator & { userAgentData?: UserAgentData }).userAgentData;
  return {
    shell,
    handsBack: false,
    mobileHint: hints?.mobile ?? null,
    userAgent: navigator.userAgent,
    coarsePointer: matchMedia('(pointer: coarse)').matches,
    touchPoints: navigator.maxTouchPoints,
  };
}

/** Hands a text over as a download. */
export function saveFile(name: string, kind: string, text: string) {
  const address = URL.createObjectURL(new Blob([text], { type: kind }));
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  // The browser reads the address after the click.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export function webHost(onNow: (now: string) => void): Host {
  return {
    api: createApi(transport, onNow),
    capability: capabilityOf('web'),
    address: { path: location.pathname, search: location.search },
    watch,
    leave: (url) => location.assign(url),
    open: (url) => {
      window.open(url, '_blank', 'noopener,noreferrer');
    },
    copy: (text) => navigator.clipboard.writeText(text),
    save: saveFile,
  };
}
