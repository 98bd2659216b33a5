// The installed app. The shell makes the requests and keeps the visit's secret; this page never sees it.
import type { FlowView, RefusalView } from '../wire/types';
import { createApi } from './api';
import {
  Unreachable,
  type Answer,
  type Host,
  type Installed,
  type SecretPlace,
  type Transport,
  type Watcher,
} from './types';
import { capabilityOf } from './web';

type Core = typeof import('@tauri-apps/api/core');

/** What the shell sends while it follows a flow. */
type WatchMessage = { kind: 'flow'; flow: FlowView } | { kind: 'opened' } | { kind: 'lost' };

/** What the shell tells without being asked. */
type AppMessage =
  | { kind: 'kept'; place: SecretPlace }
  | { kind: 'visit' }
  | { kind: 'refused'; refusal: RefusalView };

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

function installedOver(core: Core): Installed {
  return {
    watch: (watcher) => {
      const channel = new core.Channel<AppMessage>();
      channel.onmessage = (message) => {
        if (message.kind === 'kept') watcher.kept(message.place);
        else if (message.kind === 'refused') watcher.refused(message.refusal);
        else watcher.visit();
      };
      void core.invoke('watch_app', { channel });
    },
    // A system without notifications still has the window.
    notify: (title, body) => void core.invoke('notify', { title, body }).catch(() => undefined),
  };
}

const isPhone = () => /Android|iPhone|iPad/.test(navigator.userAgent);

export async function tauriHost(onNow: (now: string) => void): Promise<Host> {
  const core = await import('@tauri-apps/api/core');
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
    installed: installedOver(core),
  };
}
