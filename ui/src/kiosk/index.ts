// The kiosk, mounted in place of the usual page.
import { mount } from 'svelte';
import type { Host } from '../host';
import KioskApp from './KioskApp.svelte';
import { Kiosk } from './kiosk.svelte';

export function show(target: HTMLElement, host: Host) {
  mount(KioskApp, { target, props: { kiosk: new Kiosk(host) } });
}
