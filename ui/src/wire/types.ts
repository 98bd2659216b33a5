// Shapes of the JSON API. Hand-written until `npm run gen` has written `api.d.ts` from the server's
// OpenAPI document; then each name here becomes an alias of the generated one, and nothing else changes.

/** RFC 3339, UTC. */
export type Timestamp = string;

export type Purpose = 'link' | 'manage';
export type SignInGoal = 'link' | 'my' | 'secure';
export type Errand = { kind: 'card'; purpose: Purpose } | { kind: 'sign_in'; goal: SignInGoal };
export type Way = 'this_phone' | 'app' | 'this_pc' | 'other_device';
export type Role = 'starter' | 'carrier';

export type Side = 'you' | 'digital_agency' | 'university' | 'ident';
export type NextStep =
  | 'retry'
  | 'restart'
  | 'wait'
  | 'sign_in'
  | 'sign_in_again'
  | 'relink'
  | 'other_browser'
  | 'back_to_first_screen'
  | 'office'
  | 'status'
  | 'support';

export interface RefusalView {
  code: string;
  side: Side;
  next: NextStep;
  reference: string;
  retry_after_s: number | null;
  tries_left: number | null;
  purpose: Purpose | null;
}

/** `path` is an SVG path in units of one module, without the quiet zone; `size` counts modules per side. */
export interface QrView {
  size: number;
  path: string;
}

export type Stage =
  /** `link` is told to the visit that started, in way D beside its QR, in way B alone. */
  | { stage: 'offered'; qr: QrView | null; link: string | null; expires_at: Timestamp; extendable: boolean }
  | { stage: 'at_provider'; since: Timestamp; deadline: Timestamp; resumable: boolean; opened_on: string | null }
  | { stage: 'checking'; opened_on: string | null }
  /** `digits` are told to the phone only; a new set takes their place at `digits_expire_at`. */
  | {
      stage: 'confirming';
      digits: string | null;
      digits_expire_at: Timestamp;
      deadline: Timestamp;
      tries_left: number;
      opened_on: string;
    }
  | { stage: 'handing_back' }
  | { stage: 'done'; at: Timestamp; delivered: 'here' | 'other_device' }
  | { stage: 'closed'; refusal: RefusalView };

export interface Origin {
  place: string | null;
  device: string;
  at: Timestamp;
}

export interface FlowView {
  id: string;
  errand: Errand;
  way: Way;
  role: Role;
  stage: Stage;
  origin: Origin;
}

export interface ProofView {
  purpose: Purpose;
  name: string | null;
  expires_at: Timestamp;
}

export interface AccountView {
  number: string;
  user_name: string;
  fresh_until: Timestamp | null;
}

export type LinkView =
  | { state: 'none'; via: 'card' | 'account' }
  | {
      state: 'linked';
      account_number: string;
      /** `null` when no account is signed in. */
      account_is_mine: boolean | null;
      since: Timestamp;
      last_used_at: Timestamp | null;
      kept: { name: string | null };
      via: 'card' | 'account';
    };

export type StepState = 'todo' | 'doing' | 'done';
export interface StepsView {
  card: StepState;
  sign_in: StepState;
  link: StepState;
}

export type Ability = 'start_link' | 'start_manage' | 'sign_in' | 'link' | 'relink' | 'unlink';

export interface VisitView {
  channel: 'web' | 'app';
  expires_at: Timestamp;
  proof: ProofView | null;
  account: AccountView | null;
  link: LinkView | null;
  flow: FlowView | null;
  steps: StepsView;
  can: Ability[];
}

export interface Bilingual {
  ja: string;
  en: string;
}

export interface Context {
  mode: 'sandbox' | 'production';
  service_name: Bilingual;
  app: {
    name: Bilingual;
    former_name: Bilingual;
    ios_url: string;
    android_url: string;
    min_ios: string;
    min_android: string;
    help_phone: string;
    register_url: string;
  };
  support: { url: string; name: Bilingual; municipality_url: string; office_url: string };
  lifetimes: { offer_s: number; digits_s: number; proof_s: number; visit_idle_s: number };
  terms_url: string;
  privacy_url: string;
  security_info_url: string;
  sandbox_url: string | null;
}

export type Go = { kind: 'navigate'; url: string } | { kind: 'show_qr' } | { kind: 'open'; url: string };

export interface HandBack {
  challenge: string;
  target: { kind: 'loopback'; port: number; ipv6?: boolean } | { kind: 'claimed_link' } | { kind: 'custom_scheme' };
}

export interface StartRequest {
  errand: Errand;
  way: Way;
  hand_back?: HandBack;
}

export interface Started {
  visit: VisitView;
  flow: FlowView;
  go: Go;
}

export interface HandoffView {
  errand: Errand;
  origin: Origin;
  expires_at: Timestamp;
  /** This device has opened it already and can go on. */
  yours: boolean;
}
