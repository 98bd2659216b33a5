// The installed app. The shell makes the requests and keeps the visit's secret; this page never sees it.
import * as core from '@tauri-apps/api/core';
import type { FlowView, KioskView, RefusalView, VisitView } from '../wire/types';
import { createApi, valueOf } from './api';
import {
  Unreachable,
  type Answer,
  type Card,
  type Host,
  type Installed,
  type Kiosk,
  type KioskHealth,
  type Presence,
  type SecretPlace,
  type Transport,
  type Watcher,
  type Wiped,
} from './types';
import { capabilityOf } from './web';

type Core = typeof core;

/** What the shell sends while it follows a flow. */
type WatchMessage = { kind: 'flow'; flow: FlowView } | { kind: 'opened' } | { kind: 'lost' };

/** What the shell tells without being asked. */
type AppMessage =
  | { kind: 'kept'; place: SecretPlace }
  | { kind: 'visit' }
  | { kind: 'refused'; refusal: RefusalView }
  | { kind: 'held' }
  | { kind: 'unexpected' }
  | { kind: 'card'; presence: Presence }
  | { kind: 'kiosk'; health: KioskHealth };

/** What `kiosk_known` answers. */
interface KnownMessage {
  kiosk: KioskView | null;
  keeps_key: boolean;
  idle_percent: number;
  wiped: Wiped | null;
}

function transportOver(core: Core): Transport {
  return async (method, path, body): Promise<Answer> => {
    try {
      return await core.invoke<Answer>('call_api', { method, path, body: body ?? null });
    } catch (fault) {
      throw new Unreachable(fault === 'offline' ? 'offline' : 'server');
    }
  };
}

function watchOver(core: Core) {
  return (flowId: string, watcher: Watcher): (() => void) => {
    const channel = new core.Channel<WatchMessage>();
    channel.onmessage = (message) => {
      if (message.kind === 'flow') watcher.flow(message.flow);
      else watcher[message.kind]();
    };
    void core.invoke('watch_flow', { flowId, channel });
    return () => void core.invoke('unwatch_flow', { flowId });
  };
}

/** What stays true until the next message of its kind. */
const LASTING: ReadonlySet<AppMessage['kind']> = new Set(['kept', 'card', 'kiosk']);

/** One channel for everything; whoever begins to listen later hears the latest of what lasts. */
class AppNews {
  private readonly ears = new Set<(message: AppMessage) => void>();
  private readonly latest = new Map<AppMessage['kind'], AppMessage>();

  constructor(core: Core) {
    const channel = new core.Channel<AppMessage>();
    channel.onmessage = (message) => {
      if (LASTING.has(message.kind)) this.latest.set(message.kind, message);
      for (const ear of this.ears) ear(message);
    };
    void core.invoke('watch_app', { channel });
  }

  hear(ear: (message: AppMessage) => void): () => void {
    this.ears.add(ear);
    for (const message of this.latest.values()) ear(message);
    return () => void this.ears.delete(ear);
  }
}

function installedOver(core: Core, news: AppNews): Installed {
  return {
    watch: (watcher) => {
      news.hear((message) => {
        if (message.kind === 'kept') watcher.kept(message.place);
        else if (message.kind === 'refused') watcher.refused(message.refusal);
        else if (message.kind === 'visit' || message.kind === 'held' || message.kind === 'unexpected') watcher[message.kind]();
      });
    },
    // A system without notifications still has the window.
    notify: (title, body) => void core.invoke('notify', { title, body }).catch(() => undefined),
  };
}

function cardOver(news: AppNews): Card {
  return { watch: (on) => news.hear((message) => message.kind === 'card' && on(message.presence)) };
}

function kioskOver(core: Core, news: AppNews): Kiosk {
  const ask = async (command: string, words: Record<string, unknown> = {}): Promise<unknown> => {
    const answer = await core.invoke<Answer>(command, words).catch((fault: unknown) => {
      throw new Unreachable(fault === 'offline' ? 'offline' : 'server');
    });
    return valueOf(answer);
  };
  return {
    known: async () => {
      const known = await core.invoke<KnownMessage>('kiosk_known');
      return { kiosk: known.kiosk, keepsKey: known.keeps_key, idlePercent: known.idle_percent, wiped: known.wiped };
    },
    enrol: async (code) => (await ask('kiosk_enrol', { code })) as KioskView,
    begin: async () => (await ask('kiosk_begin')) as VisitView,
    wipe: async () => {
      await core.invoke('kiosk_wipe');
      // The program begins anew, and this page ends with it.
      return new Promise<never>(() => undefined);
    },
    watch: (on) => news.hear((message) => message.kind === 'kiosk' && on(message.health)),
    print: null,
  };
}

/** The name of the window decides in the shell what its page may ask for. */
function isKioskWindow(): boolean {
  const internals = (window as { __TAURI_INTERNALS__?: { metadata?: { currentWindow?: { label?: string } } } })
    .__TAURI_INTERNALS__;
  return internals?.metadata?.currentWindow?.label === 'kiosk';
}

const isPhone = () => /Android|iPhone|iPad/.test(navigator.userAgent);

/** At a kiosk nothing leads out: no browser, no clipboard, no file. */
function kioskHost(core: Core, news: AppNews, card: Card, onNow: (now: string) => void): Host {
  const nowhere = () => undefined;
  return {
    api: createApi(transportOver(core), onNow),
    capability: capabilityOf('desktop_app'),
    address: { path: '/verify/', search: '' },
    watch: watchOver(core),
    leave: nowhere,
    open: nowhere,
    copy: () => Promise.reject(new Error('a kiosk has no clipboard')),
    save: null,
    card,
    kiosk: kioskOver(core, news),
  };
}

export function tauriHost(onNow: (now: string) => void): Host {
  const news = new AppNews(core);
  const card = cardOver(news);
  if (isKioskWindow()) return kioskHost(core, news, card, onNow);
  const open = (url: string) => void core.invoke('open_url', { url });
  return {
    api: createApi(transportOver(core), onNow),
    capability: { ...capabilityOf(isPhone() ? 'phone_app' : 'desktop_app'), handsBack: true },
    address: { path: '/verify/', search: '' },
    watch: watchOver(core),
    // A login never happens in our own web view.
    leave: open,
    open,
    copy: (text) => core.invoke('copy_text', { text }),
    save: null,
    installed: installedOver(core, news),
    card,
  };
}
