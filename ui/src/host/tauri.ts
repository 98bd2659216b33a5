// The installed app. The shell makes the requests and keeps the visit's secret; this page never sees it.
import type { FlowView } from '../wire/types';
import { createApi } from './api';
import { Unreachable, type Answer, type Host, type Transport, type Watcher } from './types';
import { capabilityOf } from './web';

type Core = typeof import('@tauri-apps/api/core');

/** What the shell sends while it follows a flow. */
type WatchMessage = { kind: 'flow'; flow: FlowView } | { kind: 'opened' } | { kind: 'lost' };

function transportOver(core: Core): Transport {
  return async (method, path, body): Promise<Answer> => {
    try {
      return await core.invoke<Answer>('call_api', { method, path, body: body ?? null });
    } catch {
      throw new Unreachable(navigator.onLine ? 'server' : 'offline');
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

const isPhone = () => /Android|iPhone|iPad/.test(navigator.userAgent);

export async function tauriHost(onNow: (now: string) => void): Promise<Host> {
  const core = await import('@tauri-apps/api/core');
  const open = (url: string) => void core.invoke('open_url', { url });
  return {
    api: createApi(transportOver(core), onNow),
    capability: capabilityOf(isPhone() ? 'phone_app' : 'desktop_app'),
    address: { path: '/verify/', search: '' },
    watch: watchOver(core),
    // A login never happens in our own web view.
    leave: open,
    open,
    copy: (text) => core.invoke('copy_text', { text }),
    save: null,
  };
}
