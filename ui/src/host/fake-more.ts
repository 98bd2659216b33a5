// The fake server's views of guide, notices, history, rescue and office. Development only.
import type {
  CoachView,
  ContactsView,
  EntryView,
  FreezeView,
  GuideView,
  HistoryView,
  KioskRow,
  KiosksView,
  OfficeView,
  RouteView,
  SalvageView,
} from '../wire/types';
import { at, DAY } from './scenarios';

const way = (route: RouteView['route'], needs: RouteView['needs'], any_time = true, url: string | null = null): RouteView => ({
  route,
  needs,
  any_time,
  by_staff: !any_time,
  url,
});
const CARD: RouteView['needs'] = ['card', 'phone_with_app', 'pins'];
const PHOTO = way('photo_site', ['ic_card_photo', 'password'], false, 'https://example.ac.jp/photo');
const OFFICE = way('office_method', ['id_document'], false);

/** A few paths only: the rules themselves are the server's. */
export function guideOf(answers: string): GuideView {
  const ask = (question: 'trouble' | 'other_method' | 'card' | 'former', number: number, list: string[]) =>
    ({ kind: 'ask', question, answers: list, number, at_most: 5 - number }) as GuideView;
  const given = answers.split(',').filter((pair) => pair !== '');
  if (given.length === 0) {
    return ask('trouble', 1, ['password_lost', 'method_lost', 'both_lost', 'setting_up', 'left', 'stopped', 'prepare']);
  }
  if (answers.endsWith('method_lost')) return ask('other_method', 2, ['yes', 'no', 'unsure']);
  if (answers.startsWith('trouble:left') && given.length === 2) return ask('former', 3, ['graduate', 'student', 'staff']);
  if (!answers.includes('card:')) return ask('card', given.length + 1, ['yes', 'no', 'unsure']);
  if (answers.includes('staff')) return { kind: 'ways', routes: [way('support', [], false)] };
  if (answers.includes('both_lost')) {
    return {
      kind: 'ways',
      routes: [way('pass_then_password', CARD), OFFICE, way('office_password', ['id_document'], false)],
    };
  }
  return { kind: 'ways', routes: [way('pass', CARD), PHOTO, OFFICE, way('support', [], false)] };
}

export const coachOf = (safe: boolean): CoachView => ({
  checked_at: at(0),
  pass_ends_at: at(3000),
  methods: [
    { kind: 'phone', label: '+81 XXXXXXXX12', added_at: at(-700 * DAY), is_new: false, is_second_factor: true },
    ...(safe
      ? [
          {
            kind: 'authenticator' as const,
            label: 'iPhone 17',
            added_at: at(-60),
            is_new: true,
            is_second_factor: true,
          },
        ]
      : []),
  ],
  has_new: safe,
  has_second: safe,
  old_left: 1,
});

export function contactsOf(variant: string | undefined): ContactsView {
  const contact = { id: 'c1', masked: 'h••••@e••••.com', verified_at: at(-40 * DAY), removed_at: null };
  return {
    contacts: variant === 'none' || variant === 'pending' ? [] : [contact],
    pending:
      variant === 'pending'
        ? { masked: 'k••••@e••••.org', expires_at: at(1700), tries_left: 5, confirmed: false }
        : null,
    open_until: variant === 'closed' ? null : at(580),
    can_open: false,
    max: 2,
  };
}

const entry = (deed: EntryView['deed'], days: number, more: Partial<EntryView> = {}): EntryView => ({
  receipt: `R${days}H4-7WCE`,
  at: at(-days * DAY),
  deed,
  by: 'card',
  way: 'this_phone',
  device: 'iPhone · Safari',
  place: null,
  account_masked: '012••••789',
  told: 1,
  ...more,
});

export const historyOf = (variant: string | undefined): HistoryView => ({
  kept_days: 730,
  entries:
    variant === 'none'
      ? []
      : [
          entry('pass_issued', 1, { receipt: 'R7K2-9QXM' }),
          entry('pass_asked', 1, { receipt: 'R7K2-9QXM' }),
          entry('contact_added', 40, { by: 'account', way: null, device: 'Windows · Chrome' }),
          entry('unfrozen', 90),
          entry('frozen', 91, { by: 'notice', way: null, device: null, told: 2 }),
          entry('linked', 500),
        ],
});

export const noticeOf = (variant: string | undefined): FreezeView => ({
  deed: 'pass_issued',
  at: at(-600),
  account_masked: '012••••789',
  frozen_since: variant === 'frozen' ? at(-30) : null,
  linked: variant !== 'none',
});

export function salvageOf(variant: string | undefined): SalvageView {
  const view: SalvageView = {
    account_number: '0123456789',
    revoked_at: at(-50 * DAY),
    last_day: at(130 * DAY).slice(0, 10),
    access_days: 7,
    mail: { state: 'available' },
    onedrive: { state: 'available' },
    contact: null,
    can_apply: true,
    uses_left: 2,
  };
  if (variant === 'code') {
    return { ...view, contact: { masked: 'k••••@e••••.org', expires_at: at(1700), tries_left: 5, confirmed: false } };
  }
  if (variant === 'applied') {
    return {
      ...view,
      can_apply: false,
      mail: { state: 'applied', receipt: 'S3M8-4TQA', at: at(-60) },
      onedrive: { state: 'approved', receipt: 'S9D2-1PKL', until: at(5 * DAY), address: 'https://example.ac.jp/drive', password: 'Kawa-91l0-Yama' },
    };
  }
  if (variant === 'again') {
    return {
      ...view,
      mail: { state: 'declined', receipt: 'S3M8-4TQA', at: at(-9 * DAY), note: '理由がわかりませんでした。', again: true },
      onedrive: { state: 'stopped', receipt: 'S9D2-1PKL' },
      uses_left: 1,
    };
  }
  if (variant === 'over') {
    return {
      ...view,
      can_apply: false,
      mail: { state: 'declined', receipt: 'S3M8-4TQA', at: at(-9 * DAY), note: '理由がわかりませんでした。', again: false },
      onedrive: { state: 'refused', code: 'salvage_used' },
    };
  }
  return view;
}

export const officeOf = (variant: string | undefined): OfficeView => ({
  clerk_number: '9000000001',
  archive_configured: variant !== 'none',
  may_decide_until: variant === 'stale' ? null : at(280),
  cases:
    variant === 'none'
      ? []
      : [
          {
            receipt: 'S3M8-4TQA',
            account_number: '0123456789',
            service: 'mail',
            reason: '学位論文のデータの一部が、Google ドライブにしか残っていないため。',
            contact_masked: 'k••••@e••••.org',
            revoked_at: at(-50 * DAY),
            applied_at: at(-2 * DAY),
            open_until: null,
            opening: false,
            undecided: true,
            stopped: variant === 'stopped',
          },
          {
            receipt: 'S9D2-1PKL',
            account_number: '0987654321',
            service: 'onedrive',
            reason: '奨学金の手続きの書類が必要なため。',
            contact_masked: 'm••••@e••••.net',
            revoked_at: at(-80 * DAY),
            applied_at: at(-6 * DAY),
            open_until: at(5 * DAY),
            opening: false,
            undecided: false,
            stopped: false,
          },
        ],
});

const KIOSK_ROW: KioskRow = {
  id: 'AAAAAAAAAAAAAAAAAAAAAA',
  name: '1号機',
  place: '本郷 総合案内',
  standing: 'live',
  made_at: at(-40 * DAY),
  ends_at: null,
  heard_at: at(-20),
  version: '0.1.0',
  reader: 'ready',
  paper: 'absent',
};

export const kiosksOf = (variant: string | undefined): KiosksView => ({
  may_decide_until: variant === 'stale' ? null : at(280),
  kiosks:
    variant === 'none'
      ? []
      : [
          KIOSK_ROW,
          {
            ...KIOSK_ROW,
            id: 'BAAAAAAAAAAAAAAAAAAAAA',
            name: '2号機',
            place: '駒場 1号館',
            standing: 'silent',
            heard_at: at(-3 * DAY),
            reader: 'lost',
            paper: 'out',
          },
          {
            ...KIOSK_ROW,
            id: 'CAAAAAAAAAAAAAAAAAAAAA',
            name: '3号機',
            place: '柏 事務室',
            standing: 'invited',
            ends_at: at(500),
            heard_at: null,
            version: null,
            reader: null,
            paper: null,
          },
          { ...KIOSK_ROW, id: 'DAAAAAAAAAAAAAAAAAAAAA', name: '旧1号機', standing: 'revoked', ends_at: at(-5 * DAY) },
        ],
});
