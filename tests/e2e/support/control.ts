// The sandbox's control interface: lets things happen to the invented people, and says what the
// outside services have seen.

/** A service that a fault can strike. */
export type Op = 'digital_id' | 'utokyo' | 'graph' | 'smtp' | 'archive';

export interface Mail {
  to: string[];
  subject: string;
  text: string;
  html: string;
}

export interface Grant {
  case: string;
  account: string;
  service: 'mail' | 'onedrive';
  state: 'open' | 'ended';
}

export interface Entry {
  op: Op;
  endpoint: string;
  status: number;
  effect: boolean;
}

export class Control {
  constructor(private readonly url: string) {}

  private async call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> {
    const sent = body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${this.url}/control/${path}`, { method, ...sent });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
  }

  /** Arms a fault, for as many requests as `times`. */
  async arm(op: Op, fault: string, more: Record<string, unknown> = { times: 1 }) {
    await this.call('POST', 'faults', { op, fault, ...more });
  }

  /** Ends all faults. */
  async mend() {
    await this.call('DELETE', 'faults');
  }

  /** Puts the clock of the outside world ahead of ours. */
  async ahead(days: number) {
    await this.call('POST', 'clock', { skew_seconds: days * 24 * 60 * 60 });
  }

  /** Lets something become of an account. */
  async let(number: string, change: Record<string, unknown>) {
    await this.call('POST', `accounts/${number}`, change);
  }

  /** What the university knows of an account; never a secret. */
  account(number: string): Promise<{ methods: Array<{ kind: string; lost: boolean }>; live_taps: number; tap_usable: boolean }> {
    return this.call('GET', `accounts/${number}`);
  }

  /** Whether a secret would sign in now, or why not. */
  async signsIn(number: string, secret: { password: string } | { tap: string }): Promise<string> {
    return (await this.call<{ why: string }>('POST', `accounts/${number}/sign-in`, secret)).why;
  }

  /** Presses a sign-in or a card check through; gives where the browser is sent. */
  async approve(op: 'digital_id' | 'utokyo', request: string, person: string): Promise<string> {
    return (await this.call<{ redirect: string }>('POST', 'approve', { op, request, person })).redirect;
  }

  /** All mail to an address, or to everybody; the newest first. */
  async mails(to?: string): Promise<Mail[]> {
    const query = to === undefined ? '' : `?to=${encodeURIComponent(to)}`;
    return (await this.call<{ mails: Mail[] }>('GET', `mail${query}`)).mails;
  }

  /** What the archive desk has open, or had. */
  async grants(): Promise<Grant[]> {
    return (await this.call<{ grants: Grant[] }>('GET', 'archive')).grants;
  }

  /** Who has joined the alumni service. */
  async joined(): Promise<Array<{ sub: string; name: string }>> {
    return (await this.call<{ joined: Array<{ sub: string; name: string }> }>('GET', 'alumni')).joined;
  }

  async journal(): Promise<Entry[]> {
    return (await this.call<{ entries: Entry[] }>('GET', 'journal')).entries;
  }
}
