// The bundled typeface comes after the first screen is usable, in slices by unicode-range. Not on a phone's
// browser, whose own Japanese typeface is as good and costs no data, not where a person saves data, and not
// where the system has the same typeface.
import { deviceKind, type Capability } from '../flow/way';

interface Connection {
  saveData?: boolean;
  effectiveType?: string;
}

/** As the packages of operating systems call it. */
const SAME = ['Noto Sans JP', 'Noto Sans CJK JP'];

function isInstalled(): Promise<boolean> {
  const sources = SAME.map((name) => `local('${name}')`).join(', ');
  const probe = new FontFace('probe', sources);
  return probe.load().then(
    () => true,
    () => false,
  );
}

export async function loadFonts(capability: Capability) {
  const connection = (navigator as Navigator & { connection?: Connection }).connection;
  if (connection?.saveData === true || /2g|3g/.test(connection?.effectiveType ?? '')) return;
  if (capability.shell === 'web' && deviceKind(capability) === 'phone') return;
  if (await isInstalled()) return;
  void import('@fontsource-variable/noto-sans-jp/index.css');
}
