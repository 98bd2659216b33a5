// One kiosk and the visit of one person. Everything of the person is in here, and goes at once.
import { createContext } from 'svelte';
import { nowOnce } from '../clock.svelte';
import { textOf } from '../flow/time';
import { Refused, Unreachable, type Host } from '../host';
import type { Kiosk as Shell, KioskHealth, Presence, Wiped } from '../host/types';
import { useLanguage, type Language } from '../i18n/index.svelte';
import type { Context, FlowView, KioskView, RefusalView, VisitView } from '../wire/types';
import { PURPOSE, type Choice, type Situation } from './screen';

/** How long the end waits for a call that is under way. */
const PATIENCE_MS = 5_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const HEALTHY: KioskHealth = { reach: 'ok', clock: 'ok', reader: 'absent', paper: 'absent', revoked: false };

export class Kiosk {
  context: Context | null = $state.raw(null);
  known: KioskView | null | undefined = $state.raw(undefined);
  health: KioskHealth = $state.raw(HEALTHY);
  presence: Presence = $state('none');
  /** False where it has to be enrolled again after every start. */
  keepsKey = $state(true);
  /** How long a screen waits for a person, in percent of the usual time. */
  idlePercent = $state(100);
  /** Staff want to enrol a kiosk that was stopped. */
  enrolling = $state(false);
  /** What the last call to the server met. */
  reach: KioskHealth['reach'] = $state('ok');

  begun = $state(false);
  choice: Choice | null = $state(null);
  visit: VisitView | null = $state.raw(null);
  refusal: RefusalView | null = $state.raw(null);
  wiping = $state(false);
  wipedAt: string | null = $state(null);
  /** Somebody has been here since the reader was last empty. */
  afterPerson = $state(false);
  busy = $state(false);
  /** Sitting people reach the lower half. */
  seated = $state(false);
  /** Larger letters. */
  large = $state(false);
  /** White on black, with edges that are easy to see. */
  contrast = $state(false);
  /** Screens are read aloud. */
  speaking = $state(false);
  /** The last wrong try at the six digits. */
  wrongDigits: RefusalView | null = $state.raw(null);

  /** Whether a visit of this person may be open on the server. */
  private opened = false;
  /** The call under way, for the end to wait for. */
  private call: Promise<void> = Promise.resolve();
  /** Counts the people: what was asked for the one before is dropped when it comes (K-07). */
  private person = 0;

  readonly shell: Shell;

  constructor(readonly host: Host) {
    if (host.kiosk === undefined) throw new Error('a kiosk needs the shell of one');
    this.shell = host.kiosk;
  }

  get situation(): Situation {
    const { known, health, enrolling, begun, choice, visit, refusal, wiping, wipedAt } = this;
    return { known, health, enrolling, begun, choice, visit, refusal, wiping, wipedAt };
  }

  /** Starts to listen; returns how to stop. */
  listen(): () => void {
    const stops = [
      this.shell.watch((health) => this.adoptHealth(health)),
      this.host.card?.watch((presence) => this.adoptPresence(presence)),
    ];
    return () => stops.forEach((stop) => stop?.());
  }

  private adoptHealth(health: KioskHealth) {
    const back = this.health.reach !== 'ok' && health.reach === 'ok';
    this.health = health;
    if (back) this.reach = 'ok';
    if (health.revoked && this.begun) void this.finish();
  }

  private adoptPresence(presence: Presence) {
    this.presence = presence;
    if (presence === 'none') this.afterPerson = false;
  }

  async load() {
    const known = await this.shell.known().catch(() => null);
    this.keepsKey = known?.keepsKey ?? true;
    this.idlePercent = known?.idlePercent ?? 100;
    if (known?.wiped) this.proves(known.wiped);
    this.known = known?.kiosk ?? null;
    await this.loadContext();
  }

  /** Names from the configuration; without them the kiosk still says where the counter is. */
  async loadContext() {
    if (this.context !== null) return;
    this.context = await this.host.api.context().catch(() => null);
  }

  enrol(code: string) {
    return this.run(async () => {
      const known = await this.shell.enrol(code);
      return () => {
        this.known = known;
        this.enrolling = false;
      };
    });
  }

  /** Staff want to type a code at a kiosk that was stopped, or do not after all. */
  offerEnrolment(wanted: boolean) {
    this.refusal = null;
    this.enrolling = wanted;
  }

  async begin(language: Language) {
    await useLanguage(language);
    this.begun = true;
    this.afterPerson = true;
    void this.loadContext();
  }

  choose(choice: Choice | null) {
    this.refusal = null;
    this.choice = choice;
  }

  /** Shows the QR for what was chosen. A visit of the same person goes on. */
  start(choice: Exclude<Choice, 'counter'>) {
    return this.run(async () => {
      this.opened = true;
      const visit = this.visit ?? (await this.shell.begin());
      const request = { errand: { kind: 'card', purpose: PURPOSE[choice] }, way: 'other_device' } as const;
      const started = await this.host.api.start(request);
      return () => {
        this.visit = { ...visit, ...started.visit, flow: started.flow };
      };
    });
  }

  renew(flow: FlowView) {
    return this.run(async () => {
      const next = await this.host.api.renew(flow.id);
      return () => this.adoptFlow(next);
    });
  }

  extend(flow: FlowView) {
    return this.run(async () => {
      const next = await this.host.api.extend(flow.id);
      return () => this.adoptFlow(next);
    });
  }

  digits(flow: FlowView, digits: string) {
    return this.run(
      async () => {
        const visit = await this.host.api.digits(flow.id, digits);
        return () => {
          this.wrongDigits = null;
          this.visit = visit;
        };
      },
      (refusal) => {
        if (refusal.code !== 'digits_wrong') return false;
        this.wrongDigits = refusal;
        return true;
      },
    );
  }

  /** Back to the choices; what was begun ends. */
  again() {
    const flow = this.visit?.flow ?? null;
    return this.run(async () => {
      const over = flow === null || flow.stage.stage === 'done' || flow.stage.stage === 'closed';
      if (!over) await this.host.api.cancel(flow.id).catch(() => undefined);
      return () => {
        if (this.visit !== null) this.visit = { ...this.visit, flow: null, link: null };
        this.choice = null;
        this.refusal = null;
        this.wrongDigits = null;
      };
    });
  }

  adoptFlow(flow: FlowView) {
    if (this.visit?.flow?.id !== flow.id) return;
    this.visit = { ...this.visit, flow };
  }

  /** Looks at the flow anew: the stream may have missed something. */
  async look() {
    const id = this.visit?.flow?.id;
    if (id === undefined || this.busy) return;
    const person = this.person;
    try {
      const flow = await this.host.api.flow(id);
      if (person === this.person) this.adoptFlow(flow);
      this.reach = 'ok';
    } catch (fault) {
      if (fault instanceof Unreachable) this.reach = fault.reach;
      else if (!(fault instanceof Refused)) throw fault;
      else if (person === this.person) this.refusal = fault.refusal;
    }
  }

  /** Asks whether the service answers again, while it did not. */
  async recheck() {
    if (this.reach === 'ok' || this.busy) return;
    if (this.visit?.flow != null) return this.look();
    try {
      this.context = await this.host.api.context();
      this.reach = 'ok';
    } catch (fault) {
      if (fault instanceof Unreachable) this.reach = fault.reach;
    }
  }

  /** The person is done, or gone: first the screen, then the server, then the shell. */
  async finish() {
    if (this.wiping) return;
    this.wiping = true;
    this.person += 1;
    const { opened, call } = this;
    this.drop();
    // What is still on its way must not come after the end: it could open what was just closed.
    await Promise.race([call, pause(PATIENCE_MS)]);
    // Without the server the visit ends there when the next one begins; here it ends now.
    if (opened) await this.host.api.endVisit().catch(() => undefined);
    const wiped = await this.shell.wipe().catch(() => null);
    await useLanguage('ja');
    this.proves(wiped);
    this.wiping = false;
  }

  /** Somebody has left, and may have left a card. */
  private proves(wiped: Wiped | null) {
    this.afterPerson = true;
    this.wipedAt = wiped?.at ?? textOf(nowOnce());
  }

  /** The proof of the wipe has been shown. */
  ready() {
    this.wipedAt = null;
  }

  private drop() {
    this.begun = false;
    this.choice = null;
    this.visit = null;
    this.refusal = null;
    this.wrongDigits = null;
    this.seated = this.large = this.contrast = false;
    this.speaking = false;
    this.busy = false;
    this.opened = false;
  }

  /** A call for the present person: its outcome is taken over only while that person is here. */
  private run(call: () => Promise<() => void>, onRefused?: (refusal: RefusalView) => boolean): Promise<void> {
    if (this.busy || this.wiping) return Promise.resolve();
    this.call = this.attempt(call, onRefused);
    return this.call;
  }

  private async attempt(call: () => Promise<() => void>, onRefused?: (refusal: RefusalView) => boolean) {
    const person = this.person;
    const here = () => person === this.person;
    this.busy = true;
    this.refusal = null;
    try {
      const take = await call();
      this.reach = 'ok';
      if (here()) take();
    } catch (fault) {
      if (fault instanceof Unreachable) this.reach = fault.reach;
      else if (!(fault instanceof Refused)) throw fault;
      else if (here() && onRefused?.(fault.refusal) !== true) this.refusal = fault.refusal;
    } finally {
      if (here()) this.busy = false;
    }
  }
}

export const [useKiosk, provideKiosk] = createContext<Kiosk>();
