// The only door to the platform. Screens know this interface and nothing behind it.
import type { Capability } from '../flow/way';
import type {
  ActKind,
  ActView,
  AlumniView,
  ApplySalvage,
  CoachView,
  ContactsView,
  Context,
  FlowView,
  FreezeView,
  Go,
  GuideView,
  HandoffView,
  HistoryView,
  IssuedView,
  KioskInvitation,
  KiosksView,
  KioskView,
  OfficeView,
  PaperState,
  ReaderState,
  RefusalView,
  SalvageView,
  Started,
  StartRequest,
  VisitView,
} from '../wire/types';

/** The server said no, and why. */
export class Refused extends Error {
  constructor(readonly refusal: RefusalView) {
    super(refusal.code);
  }
}

/** No usable answer. `offline`: this device has no network; `server`: we do not answer. */
export class Unreachable extends Error {
  constructor(readonly reach: 'offline' | 'server') {
    super(reach);
  }
}

export interface Api {
  context(): Promise<Context>;
  visit(): Promise<VisitView | null>;
  start(request: StartRequest): Promise<Started>;
  flow(id: string): Promise<FlowView>;
  resume(id: string): Promise<Started>;
  renew(id: string): Promise<FlowView>;
  extend(id: string): Promise<FlowView>;
  cancel(id: string): Promise<VisitView>;
  dismiss(id: string): Promise<VisitView>;
  digits(id: string, digits: string): Promise<VisitView>;
  keep(id: string): Promise<VisitView>;
  handoff(token: string): Promise<HandoffView>;
  /** Answers only where to go; the visit of this browser is asked for on return. */
  acceptHandoff(token: string): Promise<{ go: Go }>;
  declineHandoff(token: string, report: boolean): Promise<void>;
  link(relink: boolean): Promise<VisitView>;
  unlink(): Promise<VisitView>;
  ask(kind: ActKind): Promise<ActView>;
  act(id: string): Promise<ActView>;
  /** The only answer that carries a secret. It may take long, and is never repeated by itself. */
  perform(id: string): Promise<IssuedView>;
  giveUp(id: string): Promise<ActView>;
  coach(): Promise<CoachView>;
  contacts(): Promise<ContactsView>;
  openContacts(): Promise<ContactsView>;
  addContact(address: string): Promise<ContactsView>;
  confirmContact(code: string): Promise<ContactsView>;
  /** Drops the address that waits for its code. */
  forgetContact(): Promise<ContactsView>;
  removeContact(id: string): Promise<ContactsView>;
  history(): Promise<HistoryView>;
  notice(token: string): Promise<FreezeView>;
  freezeByNotice(token: string): Promise<FreezeView>;
  freeze(): Promise<VisitView>;
  unfreeze(): Promise<VisitView>;
  guide(answers: string): Promise<GuideView>;
  salvage(): Promise<SalvageView>;
  salvageContact(address: string): Promise<SalvageView>;
  confirmSalvageContact(code: string): Promise<SalvageView>;
  applySalvage(application: ApplySalvage): Promise<SalvageView>;
  office(): Promise<OfficeView>;
  decideCase(receipt: string, approve: boolean, note: string | null): Promise<OfficeView>;
  kiosks(): Promise<KiosksView>;
  /** The only answer that carries an enrolment code. */
  inviteKiosk(name: string, place: string): Promise<KioskInvitation>;
  revokeKiosk(id: string): Promise<KiosksView>;
  alumni(): Promise<AlumniView>;
  endVisit(): Promise<void>;
}

export interface Watcher {
  flow(view: FlowView): void;
  /** The stream is open (again): what happened meanwhile must be asked for. */
  opened(): void;
  lost(): void;
}

export interface Host {
  api: Api;
  capability: Capability;
  /** The path of the page to begin with. */
  address: { path: string; search: string };
  /** Follows a flow until the returned function is called. */
  watch(flowId: string, watcher: Watcher): () => void;
  /** Leaves this page for another one in the same window. */
  leave(url: string): void;
  /** Opens a page outside: another tab, or the system browser of an app. */
  open(url: string): void;
  copy(text: string): Promise<void>;
  /** Keeps a text as a file of the person; `null` where the platform has no way for it. */
  save: ((name: string, kind: string, text: string) => void) | null;
  /** What only an installed app can do. */
  installed?: Installed;
  /** What lies on the card reader, where there is one. It proves nothing about anybody. */
  card?: Card;
  /** What only a kiosk of the university can do; where it is there, nothing but the kiosk is shown. */
  kiosk?: Kiosk;
}

/** Where an app keeps the visit's secret: only the keychain outlives the app. */
export type SecretPlace = 'keychain' | 'memory' | 'forbidden';

export interface AppWatcher {
  kept(place: SecretPlace): void;
  /** A result came back through this device: the visit must be asked for. */
  visit(): void;
  /** What came back was refused. */
  refused(refusal: RefusalView): void;
  /** What came back is kept and handed in again: the server cannot be reached. */
  held(): void;
  /** A link came that belongs to nothing here. It has changed nothing. */
  unexpected(): void;
}

export interface Installed {
  watch(watcher: AppWatcher): void;
  /** Calls the person back to the window; nothing happens while they look at it. */
  notify(title: string, body: string): void;
}

/** What a card reader sees, in the words of the helper that watches it. */
export type Presence = 'none' | 'my-number' | 'felica-student' | 'felica-transit' | 'other' | 'reader-lost';

export interface Card {
  /** Tells the present state at once, and each change until the returned function is called. */
  watch(on: (presence: Presence) => void): () => void;
}

/** What the shell of a kiosk knows without being asked: from its heartbeats, its devices, its clock. */
export interface KioskHealth {
  /** `offline`: this kiosk has no network; `server`: the service does not answer. */
  reach: 'ok' | 'offline' | 'server';
  clock: 'ok' | 'wrong';
  reader: ReaderState;
  paper: PaperState;
  /** The university has stopped this kiosk. */
  revoked: boolean;
}

/** A person's traces were cleared, and when (RFC 3339); `null` when nobody could say. */
export interface Wiped {
  at: string | null;
}

/** What a kiosk knows of itself when its page begins. */
export interface Known {
  /** `null` before it is enrolled, and after it was stopped. */
  kiosk: KioskView | null;
  /** False where no keychain takes its key, so that it has to be enrolled again after every start. */
  keepsKey: boolean;
  /** How long a screen waits for a person, in percent of the usual time. */
  idlePercent: number;
  /** A person has just left; the program has begun anew since. */
  wiped: Wiped | null;
}

/** The shell holds the key, signs what is to be signed and keeps the visit's secret. */
export interface Kiosk {
  /** What this kiosk knows of itself. */
  known(): Promise<Known>;
  /** Makes a key, hands in the code. Fails with `Refused` or `Unreachable`. */
  enrol(code: string): Promise<KioskView>;
  /** Begins a visit for the next person. Fails with `Refused` or `Unreachable`. */
  begin(): Promise<VisitView>;
  /** Clears everything of the last person that can be reached: the visit's secret, storage, caches,
      cookies, clipboard, input history. An answer that is still on its way is dropped when it comes. The
      page drops its own state by itself. A shell that begins anew never answers: its next page
      finds `wiped` in what is known. */
  wipe(): Promise<Wiped>;
  /** Tells how the kiosk is at once, and each change until the returned function is called. */
  watch(on: (health: KioskHealth) => void): () => void;
  /** Prints plain lines; nothing of a person is among them. `null` without a printer. */
  print: ((lines: string[]) => Promise<void>) | null;
}

/** One HTTP exchange, as the platform makes it. */
export interface Answer {
  status: number;
  /** Parsed JSON, or `null` when the body was empty or not JSON. */
  body: unknown;
  /** The server's time, RFC 3339. */
  now: string | null;
}

/** How long an exchange may take: an issue speaks with the directory several times. */
export type Patience = 'usual' | 'long';

export type Transport = (
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  patience?: Patience,
) => Promise<Answer>;
