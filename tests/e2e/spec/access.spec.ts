// Without a mouse, without colours of our own, without motion, at 400 %.
import { signIn } from '../support/account.ts';
import { answerWithCard } from '../support/card.ts';
import { overhang, violations } from '../support/inspect.ts';
import { prove } from '../support/job.ts';
import { headingHasFocus, pressByKey, tabTo } from '../support/keys.ts';
import { codeIn, scan } from '../support/qr.ts';
import { expect, test } from '../support/test.ts';

test('the whole job is done with the keyboard alone', async ({ people }) => {
  const pc = await people.atPc('ja');
  const phone = await people.onPhone('ja');
  const { page } = pc;
  const keys = (key: string) => pressByKey(page, pc.button(key));
  await pc.open('/verify/');
  await pc.seesFront();
  // The first stop jumps over the header.
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: pc.t('shell.skip') })).toBeFocused();
  await pressByKey(page, page.getByRole('link', { name: pc.t('front.link.title') }));
  await pc.sees('prepare.title_link');
  await headingHasFocus(page);
  await tabTo(page, page.getByRole('radio').first());
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: pc.t('way.other_device.title') })).toBeChecked();
  await keys('way.other_device.go');
  await pc.sees('offered.title');
  await headingHasFocus(page);
  await phone.page.goto(await scan(page));
  await phone.press('handoff.accept');
  await pc.sees('on_phone.title');
  await headingHasFocus(page);
  await answerWithCard(phone, 'sakura');
  await pc.sees('digits.title');
  await headingHasFocus(page);
  const digits = (await phone.page.locator('.digits-shown').innerText()).replace(/\D/g, '');
  await tabTo(page, page.getByLabel(pc.t('digits.label')));
  await page.keyboard.type(digits);
  await keys('digits.send');
  await pc.sees('verified.title');
  await headingHasFocus(page);
  await keys('action.sign_in');
  await tabTo(page, pc.practiceField('account'));
  await page.keyboard.type('0123456789@utac.u-tokyo.ac.jp');
  await page.keyboard.press('Enter');
  await tabTo(page, pc.practiceField('password'));
  await page.keyboard.type('Renshu-123456');
  await page.keyboard.press('Enter');
  await pressByKey(page, pc.practice('button', 'approve'));
  await pc.sees('confirm.title');
  await pressByKey(page, pc.button('confirm.go'), 'Space');
  await pc.sees('title.done');
  await headingHasFocus(page);
  await keys('action.status');
  await pc.sees('status.title_linked');
  await headingHasFocus(page);
});

test('a question takes the focus and gives it back', async ({ people }) => {
  const pc = await people.atPc('en');
  const { page } = pc;
  await prove(pc, 'link', 'sakura');
  await pc.press('action.sign_in');
  await signIn(pc, '0123456789');
  await pc.press('confirm.go');
  await pc.ends('done.end');
  await prove(pc, 'manage', 'sakura');
  await pressByKey(page, pc.button('unlink.ask'));
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('heading')).toBeFocused();
  // The focus stays inside, and the first answer is the harmless one.
  await page.keyboard.press('Tab');
  await expect(pc.button('unlink.keep')).toBeFocused();
  for (let presses = 0; presses < 6; presses += 1) {
    await page.keyboard.press('Tab');
    const outside = await page.evaluate(
      () => document.activeElement !== document.body && document.activeElement?.closest('dialog') === null,
    );
    expect(outside, 'the page behind takes no focus').toBe(false);
  }
  await page.keyboard.press('Escape');
  await expect(pc.button('unlink.ask')).toBeFocused();
});

test('contrast themes, less motion and 400 % lose nothing', async ({ people }) => {
  const pc = await people.atPc('ja', { forcedColors: 'active', colorScheme: 'dark' });
  const { page } = pc;
  const fits = async (what: string) => {
    // The colours are the system's; axe would compare our own, which nobody sees.
    expect.soft(await violations(page, (axe) => axe.disableRules(['color-contrast'])), `${what}: axe in forced colours`).toEqual([]);
    // 1280 px at 400 % is a window of 320 px.
    await page.setViewportSize({ width: 320, height: 256 });
    expect.soft(await overhang(page), `${what}: 400 %`).toBe(0);
    await page.screenshot({ path: `out/screens/ja/forced-colors/320/${what}.png`, fullPage: true });
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.screenshot({ path: `out/screens/ja/forced-colors/1280/${what}.png`, fullPage: true });
  };
  await pc.open('/verify/');
  await pc.seesFront();
  await fits('front');
  await pc.prepares('link');
  await fits('prepare-link');
  await pc.chooses('other_device');
  await pc.sees('offered.title');
  await fits('offered');
  // Black on white whatever the theme: a camera reads it.
  expect(codeIn(await page.screenshot())).not.toBeNull();
  const phone = await people.onPhone('ja', { reducedMotion: 'reduce' });
  await phone.page.goto(await scan(page));
  await phone.press('handoff.accept');
  await pc.sees('on_phone.title');
  const moving = () => page.evaluate(() => document.getAnimations().filter((each) => each.playState === 'running').length);
  expect(await moving()).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(moving).toBe(0);
  await answerWithCard(phone, 'sakura');
  await pc.sees('digits.title');
  await fits('digits-entry');
  await phone.press('shown.keep');
  await phone.sees('verified.title');
});

test('text twice as large fits', async ({ people }) => {
  const pc = await people.atPc('ja', { viewport: { width: 640, height: 800 } });
  const twice = () => pc.page.evaluate(() => void (document.documentElement.style.fontSize = '200%'));
  await pc.open('/verify/');
  await pc.seesFront();
  await twice();
  expect(await overhang(pc.page)).toBe(0);
  await pc.prepares('link');
  await twice();
  expect(await overhang(pc.page)).toBe(0);
});
