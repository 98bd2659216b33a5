// What one screen asks the server for: at once, again when the connection is back, and after each change.
import { Refused, Unreachable } from './host';
import type { Session } from './session.svelte';
import type { RefusalView } from './wire/types';

export class Asked<T> {
  value: T | null = $state.raw(null);
  private turn = 0;

  constructor(
    private readonly session: Session,
    private readonly ask: () => Promise<T>,
  ) {
    $effect(() => {
      if (session.reach === 'ok' && this.value === null) void this.look();
    });
  }

  /** Asks; a refusal becomes the screen. */
  async look() {
    const turn = ++this.turn;
    try {
      const value = await this.ask();
      if (turn === this.turn) this.value = value;
    } catch (fault) {
      if (fault instanceof Refused) this.session.refusal = fault.refusal;
      else if (fault instanceof Unreachable) this.session.reach = fault.reach;
      else throw fault;
    }
  }

  /** Changes something and takes over what it has become. `onRefused` may keep a refusal on this screen. */
  change(run: () => Promise<T>, onRefused?: (refusal: RefusalView) => boolean): Promise<void> {
    this.turn += 1;
    return this.session.within(async () => {
      this.value = await run();
    }, onRefused);
  }
}
