// Which component shows which screen.
import type { Component } from 'svelte';
import type { Screen } from '../flow/screen';
import Away from './Away.svelte';
import CardTaken from './CardTaken.svelte';
import Checking from './Checking.svelte';
import ConfirmLink from './ConfirmLink.svelte';
import DigitsEntry from './DigitsEntry.svelte';
import DigitsShownScreen from './DigitsShownScreen.svelte';
import Done from './Done.svelte';
import DoneElsewhere from './DoneElsewhere.svelte';
import Front from './Front.svelte';
import HandingBack from './HandingBack.svelte';
import Handoff from './Handoff.svelte';
import HandoffDeclined from './HandoffDeclined.svelte';
import Help from './Help.svelte';
import Loading from './Loading.svelte';
import MyFront from './MyFront.svelte';
import NotFound from './NotFound.svelte';
import Offered from './Offered.svelte';
import OnPhone from './OnPhone.svelte';
import Prepare from './Prepare.svelte';
import Refused from './Refused.svelte';
import Relink from './Relink.svelte';
import SessionEnded from './SessionEnded.svelte';
import SignInStep from './SignInStep.svelte';
import Status from './Status.svelte';
import Unlinked from './Unlinked.svelte';
import Unreachable from './Unreachable.svelte';

export type ScreenName = Screen['name'];
export type ScreenOf<Name extends ScreenName> = Extract<Screen, { name: Name }>;

type Loaded<Name extends ScreenName> = () => Promise<{ default: Shown<Name> }>;

/** A screen takes its own part of the state, or nothing where the session says all. */
type Shown<Name extends ScreenName> = Component<{ screen: ScreenOf<Name> }> | Component<Record<string, never>>;

/** Screens that few people see come as files of their own. */
const TABLE: { [Name in ScreenName]: Shown<Name> | { later: Loaded<Name> } } = {
  loading: Loading,
  unreachable: Unreachable,
  not_found: NotFound,
  help: Help,
  front: Front,
  my_front: MyFront,
  prepare: Prepare,
  handoff: Handoff,
  handoff_declined: HandoffDeclined,
  offered: Offered,
  away: Away,
  on_phone: OnPhone,
  checking: Checking,
  digits_entry: DigitsEntry,
  digits_shown: DigitsShownScreen,
  handing_back: HandingBack,
  done_elsewhere: DoneElsewhere,
  refused: Refused,
  session_ended: SessionEnded,
  sign_in_step: SignInStep,
  confirm_link: ConfirmLink,
  relink: Relink,
  card_taken: CardTaken,
  done: Done,
  unlinked: Unlinked,
  status: Status,
  guide: { later: () => import('./guide/Guide.svelte') },
  notice: { later: () => import('./mine/FreezeByNotice.svelte') },
  identify: { later: () => import('./mine/Identify.svelte') },
  history: { later: () => import('./mine/History.svelte') },
  contacts: { later: () => import('./mine/Contacts.svelte') },
  issue_ask: { later: () => import('./issue/IssueAsk.svelte') },
  issue_wait: { later: () => import('./issue/IssueWait.svelte') },
  issue_work: { later: () => import('./issue/IssueWork.svelte') },
  issue_unknown: { later: () => import('./issue/IssueUnknown.svelte') },
  pass_issued: { later: () => import('./issue/PassIssued.svelte') },
  password_issued: { later: () => import('./issue/PasswordIssued.svelte') },
  after_pass: { later: () => import('./issue/AfterPass.svelte') },
  after_password: { later: () => import('./issue/AfterPassword.svelte') },
  salvage: { later: () => import('./left/Salvage.svelte') },
  alumni: { later: () => import('./left/Alumni.svelte') },
  alumni_not_yet: { later: () => import('./left/AlumniNotYet.svelte') },
  office_front: { later: () => import('./office/OfficeFront.svelte') },
  office: { later: () => import('./office/Office.svelte') },
  kiosks: { later: () => import('./office/Kiosks.svelte') },
};

// The table is checked entry by entry above; a lookup by a name known only at run time cannot be.
type AnyScreen = Component<{ screen: Screen }>;
export const SCREENS = TABLE as unknown as Record<
  ScreenName,
  AnyScreen | { later: () => Promise<{ default: AnyScreen }> }
>;
