import '@digital-go-jp/design-tokens/dist/tokens.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/frame.css';
import './styles/controls.css';
import './styles/display.css';
import './styles/screens.css';
import './styles/guide.css';
import './styles/issue.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { setServerNow } from './clock.svelte';
import { chooseHost, type Host } from './host';
import { firstLanguage, useLanguage } from './i18n/index.svelte';
import { loadFonts } from './styles/fonts';
import { router } from './router.svelte';
import { Session } from './session.svelte';

const PATIENCE_MS = 400;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function start() {
  // The texts are under way while everything else is found out.
  const catalogue = useLanguage(firstLanguage());
  const host = await chooseHost(setServerNow);
  if (host.kiosk !== undefined) return startKiosk(host, catalogue);
  router.begin(host.address);
  const session = new Session(host);
  const state = session.begin();
  if (import.meta.env.DEV) {
    const fake = new URLSearchParams(location.search).get('fake');
    if (fake !== null) session.issued = (await import('./host/fake')).issuedIn(fake);
  }
  // A quick answer needs no screen that says so.
  await Promise.all([catalogue, Promise.race([state, pause(PATIENCE_MS)])]);
  const target = document.getElementById('root');
  if (target === null) throw new Error('index.html has no #root');
  mount(App, { target, props: { session } });
  await state;
  void loadFonts(host.capability);
}

/** A kiosk is another page altogether, which nobody else loads. Each person begins in Japanese. */
async function startKiosk(host: Host, catalogue: Promise<void>) {
  const [kiosk] = await Promise.all([import('./kiosk'), catalogue.then(() => useLanguage('ja'))]);
  const target = document.getElementById('root');
  if (target === null) throw new Error('index.html has no #root');
  kiosk.show(target, host);
  void loadFonts(host.capability);
}

void start();
