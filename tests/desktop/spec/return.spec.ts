// The ways back from the system's browser: by link and by the loopback interface; links from other hands;
// and a result that finds no server.
import { get } from 'node:http';
import { signIn } from '../../e2e/support/account.ts';
import { answerWithCard } from '../../e2e/support/card.ts';
import { violations } from '../../e2e/support/inspect.ts';
import type { People } from '../../e2e/support/test.ts';
import { APP } from '../support/app.ts';
import type { Desk } from '../support/desk.ts';
import { expect, test } from '../support/test.ts';
import { AtBrowser, follows, offers, prepares } from '../support/walk.ts';

/** Where nothing can listen on the loopback interface: a link brings the result. */
const BY_LINK = { environment: { IDENT_RETURN_BY: 'link' } };
const CARD = 'kaede';
const ACCOUNT = '2000000003';

/** Somebody whose browser asks the system to open a link, and gets no further by itself. */
class BeforeLink extends AtBrowser {
  override async isBack() {
    await this.page.waitForURL((url) => url.pathname === '/app/return');
  }

  /** As the system opens each page of an app. */
  async inNewTab(): Promise<BeforeLink> {
    return new BeforeLink(await this.context.newPage(), this.at, this.words);
  }

  /** The link that the page leads on to, by itself and by its button. */
  async link(): Promise<string> {
    const link = await this.page.getByRole('link', { name: 'アプリに戻る' }).getAttribute('href');
    expect(link).toMatch(/^jp\.ac\.u-tokyo\.ident:\/hand-back\?flow=[\w-]+&code=[\w-]{43}$/);
    return link ?? '';
  }
}

async function browserOf(people: People): Promise<BeforeLink> {
  const { page, at, words } = await people.atPc('ja');
  return new BeforeLink(page, at, words);
}

/** From the first screen to the browser being away for the card. */
async function setsOut(desk: Desk, browser: AtBrowser) {
  await prepares(desk);
  await desk.choose('way.app.title');
  await desk.press('way.app.go');
  await follows(desk, browser);
}

/** The system hands a link to the app, by a second start of it. */
const arrives = (desk: Desk, link: string) => desk.beside(APP, [link]);

/** The flow that is under way, as the app's own page may ask. */
const flowOf = (desk: Desk) =>
  desk.window.runLater<string>(
    `const done = arguments[0];
     const asked = { method: 'GET', path: '/api/v1/visit', body: null };
     window.__TAURI_INTERNALS__.invoke('call_api', asked).then((answer) => done(answer.body.flow.id));`,
  );

const forged = (flow: string) => `jp.ac.u-tokyo.ident:/hand-back?flow=${flow}&code=${'a'.repeat(43)}`;

test('a link brings both results to the open app, and completes the flow', async ({ desk: open, people }) => {
  const desk = await open('ja', BY_LINK);
  await desk.start();
  const browser = await browserOf(people);
  await setsOut(desk, browser);
  await answerWithCard(browser, CARD);
  expect(await violations(browser.page)).toEqual([]);
  await browser.page.screenshot({ path: new URL('../out/ja/back-to-app.png', import.meta.url).pathname });
  const first = await browser.link();
  await arrives(desk, first);
  await desk.sees('verified.title');
  await desk.press('action.sign_in');
  const signing = await browser.inNewTab();
  await follows(desk, signing);
  await signIn(signing, ACCOUNT);
  // Good once: the first link is nothing any more, and says so.
  await arrives(desk, first);
  await desk.reads(desk.t('returned.unexpected_title'));
  await desk.keep('link-unexpected');
  await arrives(desk, await signing.link());
  await desk.sees('confirm.title');
  await desk.press('confirm.go');
  await desk.sees('title.done');
});

test('a link starts the app that was closed, and completes the flow', async ({ desk: open, people }) => {
  const desk = await open('ja', BY_LINK);
  await desk.start();
  const browser = await browserOf(people);
  await setsOut(desk, browser);
  await answerWithCard(browser, CARD);
  await desk.killApp();
  await desk.start([await browser.link()]);
  await desk.sees('verified.title');
});

test('a18 r25 a link for what was given up changes nothing in an app that is busy, and says so', async ({ desk: open, people }) => {
  const desk = await open('ja', BY_LINK);
  await desk.start();
  const browser = await browserOf(people);
  await setsOut(desk, browser);
  await answerWithCard(browser, CARD);
  const late = await browser.link();
  await desk.press('action.cancel');
  await offers(desk);
  await arrives(desk, late);
  await desk.reads(desk.t('returned.unexpected_title'));
  await desk.sees('offered.title');
  expect(await desk.scan()).toContain('/verify/h/');
});

test('a18 a forged link changes nothing before the true one, and ends the attempt in its place', async ({ desk: open, people, instance }) => {
  const desk = await open('ja', BY_LINK);
  await desk.start();
  const browser = await browserOf(people);
  await setsOut(desk, browser);
  await desk.sees('away.title_app');
  // Nothing is on its way yet.
  await arrives(desk, forged(await flowOf(desk)));
  await desk.reads(desk.t('returned.unexpected_title'));
  await desk.sees('away.title_app');
  await answerWithCard(browser, CARD);
  await arrives(desk, await browser.link());
  await desk.sees('verified.title');
  // Once more, and now somebody is faster than the true link.
  await desk.press('action.sign_in');
  const signing = await browser.inNewTab();
  await follows(desk, signing);
  await signIn(signing, ACCOUNT);
  await arrives(desk, forged(await flowOf(desk)));
  await desk.sees('refusal.hand_back_invalid.title');
  await desk.keep('link-forged');
  await arrives(desk, await signing.link());
  await desk.readsNot(desk.t('confirm.title'));
  expect(instance.log).toContain('hand_back_invalid');
});

test('a18 somebody else answers on the port first: the true answer still arrives', async ({ desk: open, people }) => {
  const desk = await open('ja');
  await desk.start();
  const browser = AtBrowser.of(await people.atPc('ja'));
  await setsOut(desk, browser);
  await desk.sees('away.title_app');
  const port = await desk.listeningPort();
  // Without the words by which a browser says what it is doing: a program.
  get(`http://127.0.0.1:${port}/hand-back?flow=${await flowOf(desk)}&code=${'a'.repeat(43)}`).on('error', () => undefined);
  await desk.reads(desk.t('returned.unexpected_title'));
  await answerWithCard(browser, CARD);
  await desk.sees('verified.title');
});

test('a result that finds no server is kept, and handed in when it is back', async ({ desk: open, people, instance }) => {
  const desk = await open('ja', BY_LINK);
  await desk.start();
  const browser = await browserOf(people);
  await setsOut(desk, browser);
  await answerWithCard(browser, CARD);
  const link = await browser.link();
  await instance.stopServer();
  await arrives(desk, link);
  await desk.reads(desk.t('returned.held_title'));
  await desk.keep('link-held');
  await instance.startServer();
  await desk.sees('verified.title');
  await desk.readsNot(desk.t('returned.held_title'));
});
