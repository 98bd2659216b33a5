// Who is not issued anything, and what they are told to do instead.
import { signIn } from '../support/account.ts';
import { answerWithCard, checkCard } from '../support/card.ts';
import { asks, isLedTo, takes, type Said } from '../support/guide.ts';
import { FORGETFUL, LEFT, linked, PHONELESS, SAKURA, type Story } from '../support/linked.ts';
import type { Person } from '../support/person.ts';
import { expect, test } from '../support/test.ts';
import { LANGS } from '../support/words.ts';

/** As the settings name it (`support/settings.ts`). */
const ALUMNI_SERVICE = { ja: '同窓会サービス', en: 'Alumni service' };

const LOST_PHONE: Said[] = [['trouble', 'method_lost'], ['other_method', 'no'], ['card', 'yes']];
const FORGOT: Said[] = [['trouble', 'password_lost'], ['card', 'yes']];

/** From the guide to the press that issues; what comes then is the test's. */
async function asksFor(person: Person, kind: 'pass' | 'password', card: string) {
  await isLedTo(person, kind === 'pass' ? LOST_PHONE : FORGOT, kind);
  await checkCard(person, kind, card);
}

const told = (person: Person, code: string) => person.sees(`refusal.${code}.title`).then(() => person.isRefused(code));

const NOT_FOR: Array<{ why: string; story: Story; code: string; next: string }> = [
  {
    why: 'is suspended',
    story: { card: 'suspended', number: '2000000016', before: { enabled: true }, after: { enabled: false } },
    code: 'account_suspended',
    next: 'offer.office',
  },
  {
    why: 'has left',
    story: { card: 'left-recent', number: '2000000017', before: { leave_date: null }, after: { left_days_ago: 30 } },
    code: 'account_revoked',
    next: 'offer.office',
  },
  {
    why: 'holds a privileged role',
    story: {
      card: 'admin',
      number: '3000000026',
      before: { directory_role: false },
      after: { directory_role: true },
    },
    code: 'account_privileged',
    next: '',
  },
  {
    why: 'is left out by the policy for passes',
    story: { card: 'no-pass', number: '2000000025', before: { methods_lost: false }, after: { methods_lost: true } },
    code: 'pass_policy_excludes',
    next: 'offer.office',
  },
];

for (const lang of LANGS) {
  test.describe(lang, () => {
    for (const { why, story, code, next } of NOT_FOR) {
      test(`who ${why} is issued no pass`, async ({ people, instance }) => {
        await linked(instance, story);
        const pc = await people.atPc(lang);
        await asksFor(pc, 'pass', story.card);
        await pc.press('ask.go_pass');
        await told(pc, code);
        if (next !== '') await expect(pc.page.getByRole('link', { name: pc.t(next) })).toBeVisible();
        expect((await instance.control.account(story.number)).live_taps).toBe(0);
      });
    }

    test('who is not linked, or has no second method, is told so and led on', async ({ people, instance }) => {
      const pc = await people.atPc(lang);
      await asksFor(pc, 'pass', 'cardonly');
      await told(pc, 'not_linked');
      await pc.press('action.front');
      await linked(instance, { ...FORGETFUL, after: { password_lost: true, methods: [] } });
      await asksFor(pc, 'password', FORGETFUL.card);
      await pc.press('ask.go_password');
      await told(pc, 'second_method_missing');
      // A password is not taken away from somebody who could not use the new one.
      await pc.press('offer.pass_first');
      await pc.sees('prepare.title_pass');
    });

    test('one card check is good for one act: not twice, not in another tab, not for something else', async ({ people, instance }) => {
      await linked(instance, PHONELESS);
      const pc = await people.atPc(lang);
      await asksFor(pc, 'pass', PHONELESS.card);
      await pc.sees('ask.title_pass');
      const other = await pc.otherTab('/verify/');
      await other.sees('ask.title_pass');
      await pc.press('ask.go_pass');
      await pc.sees('pass.title');
      // The page of before is still there, and its button too.
      await other.press('ask.go_pass');
      await told(other, 'proof_used');
      await other.press('offer.status');
      await other.sees('after.title_pass');
      // A check that was made for seeing the link issues nothing.
      const { status, body } = await other.page.evaluate(async () => {
        const headers = { 'X-Ident': '1', 'Content-Type': 'application/json' };
        const answer = await fetch('/api/v1/acts', { method: 'POST', headers, body: '{"kind":"password"}' });
        return { status: answer.status, body: await answer.text() };
      });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(body).toMatch(/proof_/);
      expect((await instance.control.account(PHONELESS.number)).live_taps).toBe(1);
    });

    test('on two devices at once, the second sees the first and takes its place knowingly', async ({ people, instance }) => {
      await linked(instance, PHONELESS);
      const first = await people.atPc(lang);
      const second = await people.atPc(lang);
      await instance.control.arm('graph', 'reset_after', { times: 1, endpoint: 'tap_create' });
      await asksFor(first, 'pass', PHONELESS.card);
      await first.press('ask.go_pass');
      await first.sees('unknown.title');
      await asksFor(second, 'pass', PHONELESS.card);
      await second.sees('ask.title_pass');
      await second.reads('ask.other_title');
      await second.press('ask.go_pass');
      // What is unknown of the first is left alone for a while; then it is repaired by the second.
      await second.sees('pass.title');
      await first.page.reload();
      await told(first, 'act_superseded');
      expect((await instance.control.account(PHONELESS.number)).live_taps).toBe(1);
    });

    test('a stopped link, and who has not left or not graduated, are turned away', async ({ people, instance }) => {
      await linked(instance, SAKURA);
      const pc = await people.atPc(lang);
      // Signed in as oneself one may stop one's own link.
      await pc.open('/my/');
      await pc.press('action.sign_in');
      await signIn(pc, SAKURA.number);
      await pc.press('frozen.stop');
      await pc.answer('frozen.dialog_go');
      await pc.sees('status.title_frozen');
      await pc.ends('done.end');
      await asksFor(pc, 'pass', SAKURA.card);
      await told(pc, 'link_frozen');
      await pc.press('offer.unfreeze');
      await checkCard(pc, 'manage', SAKURA.card);
      await pc.sees('status.title_frozen');
      await pc.press('frozen.lift');
      await pc.sees('status.title_linked');
      await pc.ends('done.end');
      // Who has not left can neither rescue files nor join the graduates.
      await pc.open('/verify/?go=salvage');
      await checkCard(pc, 'salvage', SAKURA.card);
      await pc.reads('salvage.not_left_title');
      await expect(pc.button('apply.check')).toHaveCount(0);
      await pc.ends('done.end');
      await pc.open('/verify/?go=alumni');
      await checkCard(pc, 'alumni', SAKURA.card);
      await pc.page.getByRole('button').filter({ hasText: ALUMNI_SERVICE[lang] }).click();
      await told(pc, 'not_left_yet');
      await pc.ends('shell.end');
      await linked(instance, LEFT);
      await pc.open('/verify/?go=alumni');
      await checkCard(pc, 'alumni', LEFT.card);
      await pc.page.getByRole('button').filter({ hasText: ALUMNI_SERVICE[lang] }).click();
      await told(pc, 'not_graduated');
      await pc.press('offer.guide');
      await pc.sees('guide.trouble.title');
    });

    test('the guide ends honestly where there is no way of one\'s own, and Back goes one question back', async ({ people }) => {
      const pc = await people.atPc(lang);
      await asks(pc, [['trouble', 'stopped']]);
      await pc.sees('guide.none_title');
      await pc.page.goBack();
      await pc.sees('guide.trouble.title');
      await asks(pc, [['trouble', 'password_lost'], ['card', 'no'], ['mail_address', 'no']]);
      await pc.sees('guide.ways_title');
      await pc.follow('action.back');
      await pc.sees('guide.mail_address.title');
      await pc.follow('action.back');
      await pc.sees('guide.card.title');
      await pc.page.reload();
      await pc.sees('guide.card.title');
      await asks(pc, [['trouble', 'prepare']]);
      await takes(pc, 'link_now');
      await pc.sees('prepare.title_link');
      // The same for a person in the middle of something: the guide takes nothing away.
      await pc.chooses('this_pc');
      await answerWithCard(pc, 'sakura');
      await pc.sees('verified.title');
      await pc.open('/verify/guide/');
      await pc.sees('guide.trouble.title');
      await pc.open('/verify/');
      await pc.sees('verified.title');
    });
  });
}
