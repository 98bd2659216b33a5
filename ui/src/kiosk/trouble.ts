// What does not work on a kiosk at this moment, and what still does. Pure.
import type { KioskHealth } from '../host/types';

/** In the order in which they matter to a person. */
export type Trouble = 'offline' | 'server' | 'clock' | 'reader' | 'paper';

export interface Troubles {
  /** Whether anything with a card can be begun: without network, server or the right time nothing can. */
  flows: boolean;
  list: Trouble[];
}

export function troublesOf(health: KioskHealth, asked: KioskHealth['reach'] = 'ok'): Troubles {
  // What the last call met counts as much as what the shell has noticed.
  const reach = health.reach === 'ok' ? asked : health.reach;
  const list: Trouble[] = [];
  if (reach !== 'ok') list.push(reach);
  if (health.clock === 'wrong') list.push('clock');
  if (health.reader === 'lost') list.push('reader');
  if (health.paper === 'out') list.push('paper');
  return { flows: reach === 'ok' && health.clock === 'ok', list };
}
