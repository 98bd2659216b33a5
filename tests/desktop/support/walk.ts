// What people do at the window, on the phone and in the system's browser, as far as several tests do it.
import { signIn } from '../../e2e/support/account.ts';
import { Person } from '../../e2e/support/person.ts';
import type { Desk } from './desk.ts';
import { expect } from './test.ts';

/** Somebody at the system's browser whose errand ends at the app, not at the server. */
export class AtBrowser extends Person {
  static of(person: Person): AtBrowser {
    return new AtBrowser(person.page, person.at, person.words);
  }

  override async isBack() {
    await this.page.waitForURL((url) => url.hostname === '127.0.0.1' && url.pathname === '/hand-back');
    await expect(this.page.getByText('アプリに戻って')).toBeVisible();
  }
}

/** From the first screen to the choice of a way. */
export async function prepares(desk: Desk) {
  await desk.seesHeading(desk.words.service);
  await desk.follow('front.link.title');
  await desk.sees('prepare.title_link');
}

/** From the choice of a way to the code on the screen. */
export async function offers(desk: Desk) {
  await prepares(desk);
  await desk.press('way.other_device.go');
  await desk.sees('offered.title');
}

/** The page that the app has opened, in the browser, up to the provider's first page. */
export async function follows(desk: Desk, browser: AtBrowser) {
  await browser.page.goto(await desk.opened());
  await browser.press('handoff.accept');
}

/** The digits that the phone shows. */
export async function digitsOn(phone: Person): Promise<string> {
  await phone.sees('shown.title');
  return (await phone.page.locator('.digits-shown').innerText()).replace(/\D/g, '');
}

/** From "the card was checked" to the link that exists, by a sign-in in the browser. */
export async function signsInAndLinks(desk: Desk, browser: AtBrowser, number: string) {
  await desk.sees('verified.title');
  await desk.press('action.sign_in');
  await follows(desk, browser);
  await signIn(browser, number);
  await desk.sees('confirm.title');
  await desk.press('confirm.go');
  await desk.sees('title.done');
}
