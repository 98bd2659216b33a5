// The only door to the platform. Screens know this interface and nothing behind it.
import type { Capability } from '../flow/way';
import type {
  Context,
  FlowView,
  Go,
  HandoffView,
  RefusalView,
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
}

/** One HTTP exchange, as the platform makes it. */
export interface Answer {
  status: number;
  /** Parsed JSON, or `null` when the body was empty or not JSON. */
  body: unknown;
  /** The server's time, RFC 3339. */
  now: string | null;
}

export type Transport = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<Answer>;
