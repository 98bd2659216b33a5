// The university's directory or the mail server fails in the middle: what a person sees, and the
// next step that works.
import { checkCard } from '../support/card.ts';
import { isLedTo, type Said } from '../support/guide.ts';
import type { Instance } from '../support/instance.ts';
import { linked, mailOf, PHONELESS } from '../support/linked.ts';
import { readsMail } from '../support/mail.ts';
import type { Person } from '../support/person.ts';
import { holdsToSee } from '../support/secret.ts';
import { expect, test } from '../support/test.ts';

const LOST_PHONE: Said[] = [['trouble', 'method_lost'], ['other_method', 'no'], ['card', 'yes']];
const { number, card } = PHONELESS;

async function asksForPass(person: Person) {
  await isLedTo(person, LOST_PHONE, 'pass');
  await checkCard(person, 'pass', card);
  await person.sees('ask.title_pass');
}

test.beforeEach(({ instance }) => linked(instance, PHONELESS));

for (const fault of ['reset_after', 'cut_body', 'http_503']) {
  test(`an outcome that is unknown (${fault}) is said, and repaired by one more press`, async ({ people, instance }) => {
    const { control } = instance;
    const pc = await people.atPc(fault === 'cut_body' ? 'en' : 'ja');
    await asksForPass(pc);
    await control.arm('graph', fault, { times: 1, endpoint: 'tap_create' });
    await pc.press('ask.go_pass');
    await pc.sees('unknown.title');
    await pc.reads('unknown.text_pass');
    await expect(pc.button('unknown.go_pass')).toHaveCount(0);
    // A reload is no press: nothing is asked for again.
    const asked = (await control.journal()).filter(({ endpoint }) => endpoint === 'tap_create').length;
    await pc.page.reload();
    await pc.sees('unknown.title');
    expect((await control.journal()).filter(({ endpoint }) => endpoint === 'tap_create')).toHaveLength(asked);
    await pc.press('unknown.go_pass');
    await pc.sees('pass.title');
    const pass = await holdsToSee(pc, 'secret.pass_label');
    expect(await control.signsIn(number, { tap: pass })).toBe('ok');
    expect((await control.account(number)).live_taps).toBe(1);
  });
}

test('a pass whose answer was lost is said to be lost, and one card check brings another', async ({ people, instance }) => {
  const { control } = instance;
  const pc = await people.atPc('ja');
  await asksForPass(pc);
  // It is issued; the connection breaks before the page hears of it.
  await pc.page.route('**/perform', async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  });
  await pc.press('ask.go_pass');
  await pc.sees('after.title_unseen_pass');
  await pc.reads('after.unseen_pass');
  expect((await control.account(number)).live_taps).toBe(1);
  await expect(pc.page.getByText(pc.t('coach.title'))).toHaveCount(0);
  await pc.page.unroute('**/perform');
  await pc.follow('after.again');
  await checkCard(pc, 'pass', card);
  await pc.press('ask.go_pass');
  await pc.sees('pass.title');
  const pass = await holdsToSee(pc, 'secret.pass_label');
  expect(await control.signsIn(number, { tap: pass })).toBe('ok');
  expect((await control.account(number)).live_taps).toBe(1);
});

test('a busy directory lets people wait at their place, and the press still counts', async ({ people, instance }) => {
  const pc = await people.atPc('ja');
  await asksForPass(pc);
  await instance.control.arm('graph', 'graph_429', { times: 1, endpoint: 'tap_create', retry_after_s: 4 });
  await pc.press('ask.go_pass');
  await pc.sees('wait.title');
  await pc.reads('wait.throttled');
  await pc.reads('wait.auto');
  // Nobody presses again.
  await pc.sees('pass.title');
  await holdsToSee(pc, 'secret.pass_label');
});

test('a wait that is too long can be given up, and nothing was issued', async ({ people, instance }) => {
  const pc = await people.atPc('en');
  await asksForPass(pc);
  await instance.control.arm('graph', 'throttled_300', { times: 1, endpoint: 'tap_create' });
  await pc.press('ask.go_pass');
  await pc.sees('wait.title');
  await pc.page.reload();
  await pc.reads('wait.press_later');
  await pc.press('wait.give_up');
  await pc.page.getByRole('heading', { level: 1 }).waitFor();
  await expect(pc.page.getByText(pc.t('wait.title'))).toHaveCount(0);
  expect((await instance.control.account(number)).live_taps).toBe(0);
});

test('a directory that does not answer at all is said before anything is used up', async ({ people, instance }) => {
  const pc = await people.atPc('ja');
  await pc.page.clock.install();
  await asksForPass(pc);
  await instance.control.arm('graph', 'reset_before', {});
  await pc.press('ask.go_pass');
  await pc.isRefused('directory_unreachable');
  await expect(pc.button('offer.reload')).toHaveCount(0);
  await instance.control.mend();
  await pc.page.clock.fastForward('00:31');
  await pc.press('offer.reload');
  await pc.sees('ask.title_pass');
  await pc.press('ask.go_pass');
  await pc.sees('pass.title');
  await holdsToSee(pc, 'secret.pass_label');
});

/** How often a mail could not be sent, as the server tells its operator; what is counted is stored. */
async function putOff(at: Instance): Promise<number> {
  const metrics = await (await fetch(`${at.url}/metrics`)).text();
  return Number(/^ident_mails_total\{outcome="later"\} (\d+)$/m.exec(metrics)?.[1] ?? 0);
}

test('a mail server that is down, and a server that is restarted, lose no notice', async ({ people, instance }) => {
  const pc = await people.atPc('ja');
  await asksForPass(pc);
  await instance.control.arm('smtp', 'smtp_down', {});
  await pc.press('ask.go_pass');
  await pc.sees('pass.title');
  await holdsToSee(pc, 'secret.pass_label');
  // That a pass was asked for, and that it was issued.
  await expect.poll(() => putOff(instance)).toBeGreaterThanOrEqual(2);
  expect((await instance.control.mails(mailOf(PHONELESS))).some(({ subject }) => subject.includes('was issued'))).toBe(false);
  await instance.stopServer('SIGKILL');
  await instance.control.mend();
  await instance.startServer();
  await readsMail(pc, mailOf(PHONELESS), 'pass_issued');
});
