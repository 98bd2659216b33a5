// The bundled typeface comes after the first screen is usable, in slices by unicode-range, and not at all
// where the person saves data: every phone and PC sold in Japan has a good Japanese typeface of its own.
interface Connection {
  saveData?: boolean;
  effectiveType?: string;
}

export function loadFonts() {
  const connection = (navigator as Navigator & { connection?: Connection }).connection;
  if (connection?.saveData === true || /2g|3g/.test(connection?.effectiveType ?? '')) return;
  void import('@fontsource-variable/noto-sans-jp/index.css');
}
