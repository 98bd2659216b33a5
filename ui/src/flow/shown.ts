// What can be shown, and what that depends on. Types only; `screen.ts` decides.
import type {
  ActKind,
  ActStage,
  ActView,
  FlowView,
  IssuedView,
  LinkView,
  ProofView,
  Purpose,
  RefusalView,
  Stage,
  VisitView,
} from '../wire/types';
import type { Route } from './route';

export type Linked = Extract<LinkView, { state: 'linked' }>;
export type ActStageOf<Name extends ActStage['stage']> = Extract<ActStage, { stage: Name }>;
export type StageOf<Name extends Stage['stage']> = Extract<Stage, { stage: Name }>;

/** Where the connection stands: `offline` is the person's network, `server` is ours. */
export type Reach = 'ok' | 'offline' | 'server';

/** A refusal, as far as it is known: from an address only code and reference are. */
export type RefusalShown = Partial<RefusalView> & { code: string; reference: string };

export type Screen =
  | { name: 'loading' }
  | { name: 'unreachable'; reach: Exclude<Reach, 'ok'> }
  | { name: 'not_found' }
  | { name: 'help' }
  | { name: 'front' }
  | { name: 'guide'; answers: string }
  | { name: 'notice'; token: string }
  | { name: 'my_front' }
  | { name: 'identify'; page: 'history' | 'contacts' }
  | { name: 'history'; receipt: string | null }
  | { name: 'contacts' }
  | { name: 'office_front'; visit: VisitView | null }
  | { name: 'office'; receipt: string | null }
  | { name: 'kiosks' }
  | { name: 'prepare'; purpose: Purpose }
  | { name: 'alumni_not_yet' }
  | { name: 'issue_ask'; visit: VisitView; proof: ProofView; link: Linked; kind: ActKind }
  | { name: 'issue_wait'; act: ActView; stage: ActStageOf<'waiting'> }
  | { name: 'issue_work'; act: ActView }
  | { name: 'issue_unknown'; act: ActView; stage: ActStageOf<'unknown'> }
  | { name: 'pass_issued'; issued: IssuedView }
  | { name: 'password_issued'; issued: IssuedView }
  | { name: 'after_pass'; act: ActView; stage: ActStageOf<'done'> }
  | { name: 'after_password'; act: ActView; stage: ActStageOf<'done'> }
  | { name: 'salvage'; visit: VisitView }
  | { name: 'alumni'; visit: VisitView; proof: ProofView | null }
  | { name: 'handoff'; token: string }
  | { name: 'handoff_declined'; reported: boolean }
  | { name: 'offered'; flow: FlowView; stage: StageOf<'offered'> }
  | { name: 'away'; flow: FlowView; stage: StageOf<'at_provider'> }
  | { name: 'on_phone'; flow: FlowView; stage: StageOf<'at_provider'> }
  | { name: 'checking'; flow: FlowView }
  | { name: 'digits_entry'; flow: FlowView; stage: StageOf<'confirming'> }
  | { name: 'digits_shown'; flow: FlowView; stage: StageOf<'confirming'> }
  | { name: 'handing_back'; flow: FlowView }
  | { name: 'done_elsewhere'; flow: FlowView }
  | { name: 'refused'; refusal: RefusalShown; flow: FlowView | null }
  | { name: 'session_ended' }
  | { name: 'sign_in_step'; visit: VisitView; proof: ProofView }
  | { name: 'confirm_link'; visit: VisitView; proof: ProofView }
  | { name: 'relink'; visit: VisitView }
  | { name: 'card_taken'; visit: VisitView }
  | { name: 'done'; visit: VisitView; link: Linked }
  | { name: 'unlinked'; visit: VisitView }
  | { name: 'status'; visit: VisitView; link: LinkView | null };

export interface Situation {
  ready: boolean;
  reach: Reach;
  route: Route;
  visit: VisitView | null;
  /** This page had a visit a moment ago and the server no longer knows it. */
  ended: boolean;
  /** A refusal that answered an act of this page. */
  refusal: RefusalView | null;
  /** The person has asked to replace the card that the account is linked to. */
  wantsRelink: boolean;
  /** What this page has just done: shown once, gone after a reload. */
  just: 'linked' | 'unlinked' | 'declined' | 'reported' | null;
  /** A secret that has just been issued to this page; it is nowhere else. */
  issued: IssuedView | null;
  /** The act whose end the person has seen and put away. */
  settled: string | null;
  /** An alumni service is configured. */
  alumniOpen: boolean;
}
