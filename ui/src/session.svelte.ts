// What this page knows of the visit, and every act a person can do. Screens read it and call it.
import { createContext } from 'svelte';
import { nowOnce } from './clock.svelte';
import type { Host } from './host';
import { Refused, Unreachable } from './host';
import { signInWay } from './flow/way';
import { isOpen, pressableAt, toldByAct } from './flow/act';
import { FRONT } from './flow/route';
import type { Situation } from './flow/screen';
import { textOf } from './flow/time';
import { pick, type Values } from './i18n/index.svelte';
import { router } from './router.svelte';
import type {
  ActKind,
  ActView,
  Context,
  Errand,
  FlowView,
  Go,
  IssuedView,
  Purpose,
  RefusalView,
  SignInGoal,
  VisitView,
  Way,
} from './wire/types';

export class Session {
  context: Context | null = $state.raw(null);
  visit: VisitView | null = $state.raw(null);
  ready = $state(false);
  reach: Situation['reach'] = $state('ok');
  refusal: RefusalView | null = $state.raw(null);
  just: Situation['just'] = $state(null);
  ended = $state(false);
  /** An act is under way; buttons wait. */
  busy = $state(false);
  /** Counts questions to the server, so that a late answer never overwrites a newer one. */
  private turn = 0;
  /** The server was to be asked while an act was under way. */
  private missed = false;

  /** The person has been told that the account has another card, and wants this one instead. */
  wantsRelink = $state(false);

  /** The secret just issued: here and nowhere else, until this page is left. */
  issued: IssuedView | null = $state.raw(null);
  /** The act for which the person has pressed on this page. */
  pressed: string | null = $state(null);
  /** The act whose secret was asked for by this page and has not come. */
  unseen: string | null = $state(null);
  /** The act whose end the person has put away. */
  settled: string | null = $state(null);

  constructor(readonly host: Host) {}

  /** Names from the configuration, as placeholders of texts. */
  get words(): Values {
    const context = this.context;
    if (context === null) return {};
    const { name, former_name, min_ios, min_android } = context.app;
    return { app: pick(name), former: pick(former_name), service: pick(context.service_name), min_ios, min_android };
  }

  /** First load: what the service is, and what this browser was doing. */
  async begin() {
    await this.attempt(async () => {
      const [context, visit] = await Promise.all([this.host.api.context(), this.host.api.visit()]);
      this.context = context;
      this.adopt(visit);
      this.ready = true;
    });
  }

  /** Asks for the present state; cheap, and right after every interruption. */
  async refresh() {
    if (!this.ready) return this.begin();
    // An act brings the newest state itself, and may change the cookie under a question on its way.
    if (this.busy) {
      this.missed = true;
      return;
    }
    const turn = ++this.turn;
    await this.attempt(async () => {
      let visit = await this.host.api.visit();
      // Another tab may have been given a new cookie meanwhile: only the second "no visit" counts.
      if (visit === null && this.visit !== null) visit = await this.host.api.visit();
      if (turn === this.turn && !this.busy) this.adopt(visit);
    });
  }

  adopt(visit: VisitView | null) {
    this.ended = visit === null && (this.visit !== null || this.ended);
    this.visit = visit;
    if (visit === null) this.issued = null;
  }

  /** A newer view of the act. */
  adoptAct(act: ActView) {
    if (this.busy || this.visit?.act?.id !== act.id) return;
    this.visit = { ...this.visit, act };
    if (!isOpen(act)) void this.refresh();
  }

  /** A newer view of the running flow, from the stream. */
  adoptFlow(flow: FlowView) {
    if (this.visit?.flow?.id !== flow.id) return;
    this.visit = { ...this.visit, flow };
    // Proof, account and abilities do not come through the stream.
    if (flow.stage.stage === 'done' || flow.stage.stage === 'closed') void this.refresh();
  }

  /** Runs an act. A refusal becomes the screen unless `onRefused` takes it. */
  async act(run: () => Promise<void>, onRefused?: (refusal: RefusalView) => boolean) {
    if (this.busy) return;
    this.just = null;
    await this.within(run, onRefused);
  }

  /** An act that belongs to the present screen, which stays as it is. */
  async within(run: () => Promise<void>, onRefused?: (refusal: RefusalView) => boolean) {
    if (this.busy) return;
    this.busy = true;
    this.refusal = null;
    this.turn += 1;
    await this.attempt(run, onRefused);
    this.busy = false;
    if (!this.missed) return;
    this.missed = false;
    void this.refresh();
  }

  private async attempt(run: () => Promise<void>, onRefused?: (refusal: RefusalView) => boolean) {
    try {
      await run();
      this.reach = 'ok';
    } catch (fault) {
      if (fault instanceof Unreachable) this.reach = fault.reach;
      else if (fault instanceof Refused) await this.refused(fault.refusal, onRefused);
      else throw fault;
    }
  }

  private async refused(refusal: RefusalView, onRefused?: (refusal: RefusalView) => boolean) {
    this.reach = 'ok';
    if (refusal.code === 'visit_missing' || refusal.code === 'visit_expired') {
      this.adopt(null);
      this.ended = true;
      this.ready = true;
      return;
    }
    // The refusal may be the news that the state has changed.
    this.adopt(await this.host.api.visit().catch(() => this.visit));
    if (onRefused?.(refusal) !== true) this.refusal = refusal;
  }

  private go(go: Go) {
    if (go.kind === 'navigate') this.host.leave(go.url);
    if (go.kind === 'open') this.host.open(go.url);
  }

  start(errand: Errand, way: Way) {
    return this.act(async () => {
      const started = await this.host.api.start({ errand, way });
      this.ended = false;
      this.issued = null;
      this.adopt(started.visit);
      if (errand.kind === 'card') router.replace(FRONT);
      this.go(started.go);
    });
  }

  startCard(purpose: Purpose, way: Way) {
    return this.start({ kind: 'card', purpose }, way);
  }

  /** Signs in on this device; does nothing where that cannot be done. */
  async signIn(goal: SignInGoal) {
    const way = signInWay(this.host.capability);
    if (way !== null) await this.start({ kind: 'sign_in', goal }, way);
  }

  resume(flow: FlowView) {
    return this.act(async () => {
      const resumed = await this.host.api.resume(flow.id);
      this.adopt(resumed.visit);
      this.go(resumed.go);
    });
  }

  renew(flow: FlowView) {
    return this.act(async () => this.adoptFlow(await this.host.api.renew(flow.id)));
  }

  extend(flow: FlowView) {
    return this.act(async () => this.adoptFlow(await this.host.api.extend(flow.id)));
  }

  /** Ends the attempt and goes where `href` says. */
  cancel(flow: FlowView, href: string = FRONT) {
    return this.act(async () => {
      this.adopt(await this.host.api.cancel(flow.id));
      await this.forget();
      router.go(href);
    });
  }

  /** Closes a refusal or a finished flow, and goes where `href` says; `seen`: what was issued has been told. */
  leaveBehind(href: string, seen = true) {
    return this.act(async () => {
      await this.forget();
      this.settle(seen);
      this.ended = false;
      router.go(href);
    });
  }

  /** The end of an act has been seen; one that goes on is not put away. */
  private settle(seen: boolean) {
    const act = this.visit?.act ?? null;
    if (act === null || isOpen(act)) return;
    if (seen || act.stage.stage === 'closed') this.settled = act.id;
  }

  private async forget() {
    const flow = this.visit?.flow ?? null;
    if (flow === null || (flow.stage.stage !== 'closed' && flow.stage.stage !== 'done')) return;
    try {
      this.adopt(await this.host.api.dismiss(flow.id));
    } catch (fault) {
      // Gone already, in another tab: then there is nothing to put away.
      if (!(fault instanceof Refused)) throw fault;
      this.adopt(await this.host.api.visit());
    }
  }

  digits(flow: FlowView, digits: string, onWrong: (refusal: RefusalView) => void) {
    const onRefused = (refusal: RefusalView) => {
      const again = refusal.code === 'digits_wrong';
      if (again) onWrong(refusal);
      return again;
    };
    return this.act(async () => this.adopt(await this.host.api.digits(flow.id, digits)), onRefused);
  }

  keep(flow: FlowView) {
    return this.act(async () => this.adopt(await this.host.api.keep(flow.id)));
  }

  acceptHandoff(token: string) {
    return this.act(async () => {
      const { go } = await this.host.api.acceptHandoff(token);
      this.go(go);
    });
  }

  declineHandoff(token: string, report: boolean) {
    return this.act(async () => {
      await this.host.api.declineHandoff(token, report);
      this.just = report ? 'reported' : 'declined';
    });
  }

  link(relink: boolean) {
    return this.act(async () => {
      this.adopt(await this.host.api.link(relink));
      this.wantsRelink = false;
      this.just = 'linked';
    });
  }

  unlink() {
    return this.act(async () => {
      this.adopt(await this.host.api.unlink());
      this.just = 'unlinked';
    });
  }

  freeze() {
    return this.act(async () => this.adopt(await this.host.api.freeze()));
  }

  unfreeze() {
    return this.act(async () => this.adopt(await this.host.api.unfreeze()));
  }

  /** Asks for a pass or a password; where nobody is before it, this press issues it. */
  ask(kind: ActKind) {
    return this.act(async () => {
      const act = await this.host.api.ask(kind);
      this.pressed = act.id;
      this.adopt(await this.host.api.visit());
      const at = pressableAt(act);
      if (at !== null && at <= nowOnce()) await this.issue(act);
    }, this.byAct);
  }

  /** The press at one's turn, or after an unknown outcome. */
  perform(act: ActView) {
    this.pressed = act.id;
    return this.act(() => this.issue(act), this.byAct);
  }

  private async issue(act: ActView) {
    // One press, one try: after an unknown outcome only another press goes on.
    this.pressed = null;
    const since = textOf(nowOnce());
    if (this.visit !== null) this.visit = { ...this.visit, act: { ...act, stage: { stage: 'working', since } } };
    this.unseen = act.id;
    const issued = await this.host.api.perform(act.id);
    this.unseen = null;
    this.issued = issued;
    if (this.visit !== null) this.visit = { ...this.visit, act: issued.act, proof: null };
  }

  private byAct = (refusal: RefusalView): boolean => {
    const act = this.visit?.act ?? null;
    if (!toldByAct(refusal, act)) return false;
    // Nothing has happened yet and the turn is only later: the press still counts.
    if (refusal.code !== 'outcome_unknown' && act !== null) this.pressed = act.id;
    return true;
  };

  giveUp(act: ActView) {
    return this.act(async () => {
      await this.host.api.giveUp(act.id);
      this.settled = act.id;
      this.adopt(await this.host.api.visit());
      router.go(FRONT);
    });
  }

  /** Something else was changed on the server that a visit tells of. */
  async look() {
    const visit = await this.host.api.visit().catch(() => this.visit);
    this.adopt(visit);
  }

  end() {
    return this.act(async () => {
      await this.host.api.endVisit();
      this.issued = null;
      this.visit = null;
      this.ended = false;
      router.go(FRONT);
    });
  }
}

export const [useSession, provideSession] = createContext<Session>();
