// From the press to the secret and away from it again, over the fake server.
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import App from './App.svelte';
import { Refused, Unreachable } from './host';
import { fakeHost, issuedIn } from './host/fake';
import { actOf, SCENARIOS, visitOf } from './host/scenarios';
import { chooseLanguage, useLanguage } from './i18n/index.svelte';
import { router } from './router.svelte';
import { Session } from './session.svelte';
import type { ActStage, RefusalView } from './wire/types';

beforeEach(async () => {
  // jsdom lays nothing out.
  Element.prototype.scrollIntoView = vi.fn();
  await useLanguage('ja');
});

afterEach(() => {
  vi.restoreAllMocks();
});

async function open(scenario: string, variant?: string) {
  const host = fakeHost(scenario, variant);
  router.route = { page: 'unknown' };
  router.begin(host.address);
  const session = new Session(host);
  await session.begin();
  session.issued = issuedIn(scenario);
  render(App, { props: { session } });
  return { session, host };
}

const heading = () => screen.getByRole('heading', { level: 1 }).textContent;
const told = (text: string) => waitFor(() => expect(heading()).toBe(text), { timeout: 4_000 });
const press = async (name: string) => fireEvent.click(await screen.findByRole('button', { name }));
const soon = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
const secret = SCENARIOS.pass!.issued!.secret;
const REFUSAL: RefusalView = {
  code: 'outcome_unknown',
  side: 'university',
  next: 'retry',
  reference: 'REF-1',
  retry_after_s: 30,
  tries_left: null,
  purpose: 'pass',
};

/** The server tells the act in this stage from now on. */
function standsAt(host: Awaited<ReturnType<typeof open>>['host'], stage: ActStage) {
  const act = actOf(stage);
  host.api.visit = async () => visitOf({ act, link: SCENARIOS.pass!.visit!.link });
  host.api.act = async () => act;
  return act;
}

describe('an issue', () => {
  it('happens after one press where nobody is before it, and only after that', async () => {
    const { host } = await open('ask-pass');
    const [ask, perform] = [vi.spyOn(host.api, 'ask'), vi.spyOn(host.api, 'perform')];
    await told('一時アクセスパスを発行しますか');
    expect(ask).not.toHaveBeenCalled();
    await press('一時アクセスパスを発行する');
    await told('一時アクセスパスを発行しました');
    expect([ask.mock.calls.length, perform.mock.calls.length]).toEqual([1, 1]);
  });

  it('r65_is in the page, its title, its address and its storage nowhere before it is asked for', async () => {
    await open('ask-pass');
    await press('一時アクセスパスを発行する');
    await told('一時アクセスパスを発行しました');
    expect(document.documentElement.outerHTML).not.toContain(secret);
    await press('30秒間表示する');
    const seen = (document.querySelector('.secret')?.textContent ?? '').replace(/\s/g, '');
    expect(seen).toBe(secret);
    const elsewhere = [document.title, location.href, JSON.stringify(history.state)];
    const stored = [localStorage, sessionStorage].map((store) => JSON.stringify({ ...store }));
    expect([...elsewhere, ...stored, document.cookie].join()).not.toContain(secret);
  });

  it('waits for its turn, then goes by itself because the person has pressed', async () => {
    const { host } = await open('ask-pass');
    const stage: ActStage = { stage: 'waiting', not_before: soon(1), ahead: 2, cause: 'queue' };
    host.api.ask = async () => standsAt(host, stage);
    const perform = vi.spyOn(host.api, 'perform').mockResolvedValue(SCENARIOS.pass!.issued!);
    await press('一時アクセスパスを発行する');
    await told('順番を待っています');
    expect(screen.getByText(/自動で発行します/)).toBeTruthy();
    expect(perform).not.toHaveBeenCalled();
    await told('一時アクセスパスを発行しました');
    expect(perform).toHaveBeenCalledOnce();
  });

  it('does not go by itself where nobody has pressed on this page', async () => {
    const { host } = await open('wait-ready');
    const perform = vi.spyOn(host.api, 'perform');
    await told('順番が来ました');
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(perform).not.toHaveBeenCalled();
    await press('一時アクセスパスを発行する');
    expect(perform).toHaveBeenCalledOnce();
  });

  it('r66_of which the outcome is not known is never repeated by itself', async () => {
    const { host } = await open('wait-ready');
    const perform = vi.fn(async () => {
      standsAt(host, { stage: 'unknown', again_at: soon(1) });
      throw new Refused(REFUSAL);
    });
    host.api.perform = perform;
    await press('一時アクセスパスを発行する');
    await told('発行できたかどうか、わかりません');
    expect(screen.queryByRole('button', { name: 'もう一度、一時アクセスパスを発行する' })).toBeNull();
    await screen.findByRole('button', { name: 'もう一度、一時アクセスパスを発行する' }, { timeout: 4_000 });
    expect(perform).toHaveBeenCalledOnce();
    await press('もう一度、一時アクセスパスを発行する');
    expect(perform).toHaveBeenCalledTimes(2);
  });

  it('that was throttled before its effect keeps its place and the press', async () => {
    const { host } = await open('wait-ready');
    let first = true;
    const perform = vi.fn(async () => {
      if (!first) return SCENARIOS.pass!.issued!;
      first = false;
      standsAt(host, { stage: 'waiting', not_before: soon(1), ahead: 0, cause: 'throttled' });
      throw new Refused({ ...REFUSAL, code: 'directory_busy', next: 'wait' });
    });
    host.api.perform = perform;
    await press('一時アクセスパスを発行する');
    await told('順番を待っています');
    await told('一時アクセスパスを発行しました');
    expect(perform).toHaveBeenCalledTimes(2);
  });

  it('that lost the connection on its way is asked about, not made again', async () => {
    const { host, session } = await open('wait-ready');
    const perform = vi.fn(async () => {
      throw new Unreachable('offline');
    });
    host.api.perform = perform;
    await press('一時アクセスパスを発行する');
    await told('一時アクセスパスを発行しています');
    standsAt(host, { stage: 'done', at: soon(0), ends_at: soon(3000) });
    await session.refresh();
    await told('パスを表示できませんでした');
    expect(screen.getByText(/だれも見ていません/)).toBeTruthy();
    expect(screen.getByRole('link', { name: 'カードで新しく発行する' }).getAttribute('href')).toContain('go=pass');
    // Nothing is said of using what nobody has.
    expect(screen.queryByText('発行したものは、もう表示できません')).toBeNull();
    expect(perform).toHaveBeenCalledOnce();
  });

  it('that was shown here is told as such after a reload', async () => {
    await open('after-pass');
    await told('パスを使って、新しい方法を登録してください');
    expect(screen.getByText('発行したものは、もう表示できません')).toBeTruthy();
    expect(screen.getByRole('link', { name: /表示される前に切れたとき/ })).toBeTruthy();
  });

  it('can be given up while it waits', async () => {
    const { host } = await open('wait');
    const giveUp = vi.spyOn(host.api, 'giveUp');
    await press('発行をやめる');
    expect(giveUp).toHaveBeenCalledOnce();
    await waitFor(() => expect(heading()).not.toBe('順番を待っています'));
  });
});

describe('a secret that is here', () => {
  it('is gone with the page: another page, "Back" or leaving', async () => {
    const { session } = await open('pass');
    await told('一時アクセスパスを発行しました');
    router.go('/help/');
    await waitFor(() => expect(session.issued).toBeNull());
    cleanup();
    const again = await open('pass');
    dispatchEvent(new Event('pagehide'));
    expect(again.session.issued).toBeNull();
    await told('パスを使って、新しい方法を登録してください');
  });

  it('is gone with the visit', async () => {
    const { session, host } = await open('pass');
    host.api.visit = async () => null;
    await session.refresh();
    expect(session.issued).toBeNull();
  });

  it('stays while the language changes or another look at the server is taken', async () => {
    const { session } = await open('pass');
    await chooseLanguage('en');
    await session.refresh();
    await told('Your Temporary Access Pass');
    expect(session.issued?.secret).toBe(secret);
    await chooseLanguage('ja');
  });

  it('is warned about before the tab closes, until it has been looked at', async () => {
    await open('pass');
    await told('一時アクセスパスを発行しました');
    const closing = () => {
      const event = new Event('beforeunload', { cancelable: true });
      dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(closing()).toBe(true);
    await press('30秒間表示する');
    expect(closing()).toBe(false);
  });

  it('cannot be taken for the other one', async () => {
    await open('pass');
    await told('一時アクセスパスを発行しました');
    expect(document.querySelector('.secret-box.pass')).not.toBeNull();
    cleanup();
    await open('password');
    await told('仮パスワードを発行しました');
    expect(document.querySelector('.secret-box.password')).not.toBeNull();
    expect(screen.getByRole('group', { name: '仮パスワード' })).toBeTruthy();
  });
});

describe('a notice', () => {
  it('n07_stops nothing before the press, and everything with one', async () => {
    const { host } = await open('notice');
    const freeze = vi.spyOn(host.api, 'freezeByNotice');
    await told('ご自分で行ったことですか');
    expect(freeze).not.toHaveBeenCalled();
    await press('自分ではない。すべて止める');
    await told('連携を止めました');
    expect(freeze).toHaveBeenCalledExactlyOnceWith('abc');
  });
});

describe('a notice address', () => {
  it('can be given right after linking, and the news of the link stays', async () => {
    const { session } = await open('confirm', 'none');
    await session.link(false);
    await told('連携が完了しました');
    const field = await screen.findByLabelText('メールアドレス');
    await fireEvent.input(field, { target: { value: 'me@example.org' } });
    await press('番号を送る');
    await fireEvent.input(await screen.findByLabelText('メールの6桁の番号'), { target: { value: '123456' } });
    await press('確認する');
    expect(await screen.findByText('届け先を登録しました')).toBeTruthy();
    expect(heading()).toBe('連携が完了しました');
  });

  it('with a wrong code is told so at the field', async () => {
    const { host } = await open('contacts-pending');
    host.api.confirmContact = async () => {
      throw new Refused({ ...REFUSAL, code: 'mail_code_wrong', next: 'retry' });
    };
    const field = await screen.findByLabelText<HTMLInputElement>('メールの6桁の番号');
    await fireEvent.input(field, { target: { value: '111111' } });
    await press('確認する');
    expect(await screen.findByText(/メールの番号が違います/, { selector: '.fault' })).toBeTruthy();
    expect(heading()).toBe('お知らせの届け先');
  });

  it('is not removed before a question', async () => {
    const { host } = await open('contacts');
    const remove = vi.spyOn(host.api, 'removeContact');
    await press('削除 h••••@e••••.com');
    expect(remove).not.toHaveBeenCalled();
    await press('削除しない');
    expect(remove).not.toHaveBeenCalled();
    await press('削除 h••••@e••••.com');
    await press('削除する');
    expect(remove).toHaveBeenCalledExactlyOnceWith('c1');
  });
});

describe('an application for rescue', () => {
  it('is not sent while anything is missing, and only after a look at the whole', async () => {
    const { host } = await open('salvage');
    const apply = vi.spyOn(host.api, 'applySalvage');
    await press('内容を確認する');
    expect(screen.getByText('サービスを1つ以上選んでください。', { selector: '.fault' })).toBeTruthy();
    await fireEvent.click(screen.getByRole('checkbox', { name: /OneDrive/ }));
    await press('内容を確認する');
    expect(screen.getByText(/メールアドレスを、番号で確認/, { selector: '.fault' })).toBeTruthy();
    await fireEvent.input(screen.getByLabelText('メールアドレス'), { target: { value: 'me@example.org' } });
    await press('番号を送る');
    const code = await screen.findByLabelText('メールの6桁の番号');
    await fireEvent.input(code, { target: { value: '123456' } });
    await press('確認する');
    await screen.findByText(/を確認しました/);
    await fireEvent.input(screen.getByLabelText('救出が必要な理由'), { target: { value: '学位論文のため' } });
    await fireEvent.click(screen.getByRole('checkbox', { name: /理解しました/ }));
    await press('内容を確認する');
    expect(apply).not.toHaveBeenCalled();
    await press('この内容で申請する');
    expect(apply).toHaveBeenCalledExactlyOnceWith({
      mail: false,
      onedrive: true,
      reason: '学位論文のため',
      understood: true,
    });
  });
});

describe('what stands of a rescue', () => {
  it('offers what was declined once more, and says how a stopped access goes on', async () => {
    await open('salvage-again');
    expect(await screen.findByText(/内容を直して、もう一度申請できます/)).toBeTruthy();
    expect(screen.getByText(/一時停止を解くと、残りの期間で/)).toBeTruthy();
    expect(screen.getByRole('checkbox', { name: /ECCSクラウドメール/ })).toBeTruthy();
    expect(screen.queryByRole('checkbox', { name: /OneDrive/ })).toBeNull();
  });

  it('offers nothing after the last no', async () => {
    await open('salvage-over');
    await screen.findByText('理由がわかりませんでした。');
    expect(screen.queryByText(/もう一度申請できます/)).toBeNull();
    expect(screen.queryByRole('checkbox')).toBeNull();
  });
});

describe('a decision of the office', () => {
  it('cannot approve what its owner has stopped', async () => {
    await open('office-stopped');
    await screen.findByRole('button', { name: '認めない' });
    expect(screen.queryByRole('button', { name: '認める' })).toBeNull();
  });

  it('waits for a new sign-in where the last one is old', async () => {
    await open('office-stale');
    await screen.findByRole('button', { name: 'もう一度サインインする' });
    expect(screen.queryByRole('button', { name: '認めない' })).toBeNull();
  });

  it('to decline needs a reason and a second press', async () => {
    const { host } = await open('office-case');
    const decide = vi.spyOn(host.api, 'decideCase');
    await press('認めない');
    expect(screen.getByText(/理由を入力してください/, { selector: '.fault' })).toBeTruthy();
    await fireEvent.input(screen.getByLabelText(/認めない理由/), { target: { value: '対象外のため' } });
    await press('認めない');
    expect(decide).not.toHaveBeenCalled();
    const buttons = screen.getAllByRole('button', { name: '認めない' });
    await fireEvent.click(buttons[buttons.length - 1]!);
    expect(decide).toHaveBeenCalledExactlyOnceWith('S3M8-4TQA', false, '対象外のため');
  });
});
