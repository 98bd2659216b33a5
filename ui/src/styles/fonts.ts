// The bundled typeface comes after the first screen is usable, in slices by unicode-range. Not on a phone's
// browser, whose own Japanese typeface is as good and costs no data, and not where a person saves data.
import { deviceKind, type Capability } from '../flow/way';

interface Connection {
  saveData?: boolean;
  effectiveType?: string;
}

export function loadFonts(capability: Capability) {
  const connection = (navigator as Navigator & { connection?: Connection }).connection;
  if (connection?.saveData === true || /2g|3g/.test(connection?.effectiveType ?? '')) return;
  if (capability.shell === 'web' && deviceKind(capability) === 'phone') return;
  void import('@fontsource-variable/noto-sans-jp/index.css');
}
