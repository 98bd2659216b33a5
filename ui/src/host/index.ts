// Chooses the host once, at the start.
import type { Host } from './types';
import { webHost } from './web';

export type { Api, Host, Watcher } from './types';
export { Refused, Unreachable } from './types';

export async function chooseHost(onNow: (now: string) => void): Promise<Host> {
  if (import.meta.env.DEV) {
    const scenario = new URLSearchParams(location.search).get('fake');
    if (scenario !== null) return (await import('./fake')).fakeHost(scenario);
    const kiosk = new URLSearchParams(location.search).get('kiosk');
    if (kiosk !== null) return (await import('./fake-kiosk')).fakeKioskHost(kiosk);
  }
  if ('__TAURI_INTERNALS__' in window) return (await import('./tauri')).tauriHost(onNow);
  return webHost(onNow);
}
