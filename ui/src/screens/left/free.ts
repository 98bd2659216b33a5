/** Which services can be applied for. */
import type { RescueState } from '../../wire/types';

/** Whether a service can be applied for: never yet, or once more after a no or an access nobody could use. */
export function isFree(state: RescueState): boolean {
  switch (state.state) {
    case 'available':
      return true;
    case 'declined':
    case 'ended':
      return state.again;
    default:
      return false;
  }
}
