import '@digital-go-jp/design-tokens/dist/tokens.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';
import './styles/screens.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { setServerNow } from './clock.svelte';
import { chooseHost } from './host';
import { firstLanguage, useLanguage } from './i18n/index.svelte';
import { loadFonts } from './styles/fonts';
import { router } from './router.svelte';
import { Session } from './session.svelte';

async function start() {
  const catalogue = useLanguage(firstLanguage());
  const host = await chooseHost(setServerNow);
  router.begin(host.address);
  const session = new Session(host);
  const state = session.begin();
  await catalogue;
  const target = document.getElementById('app');
  if (target === null) throw new Error('index.html has no #app');
  mount(App, { target, props: { session } });
  await state;
  loadFonts(host.capability);
}

void start();
