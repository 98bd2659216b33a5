// The few words of the WebDriver protocol (W3C) that these tests speak with WebKitWebDriver.

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
type Reference = Record<typeof ELEMENT, string>;

export class Session {
  private constructor(
    private readonly base: string,
    private readonly id: string,
  ) {}

  /** Starts the program and takes its window in hand. */
  static async open(base: string, binary: string, args: string[]): Promise<Session> {
    const alwaysMatch = { 'webkitgtk:browserOptions': { binary, args } };
    const made = (await ask(base, 'POST', '/session', { capabilities: { alwaysMatch } })) as { sessionId: string };
    return new Session(base, made.sessionId);
  }

  /** Takes the window of a program in hand that runs already; the driver knows where it listens. */
  static async attach(base: string): Promise<Session> {
    const made = (await ask(base, 'POST', '/session', { capabilities: { alwaysMatch: {} } })) as { sessionId: string };
    return new Session(base, made.sessionId);
  }

  /** Elements that this XPath finds. */
  async find(xpath: string): Promise<Element[]> {
    const found = (await this.ask('POST', '/elements', { using: 'xpath', value: xpath })) as Reference[];
    return found.map((reference) => new Element(this, reference[ELEMENT]));
  }

  /** The value of a function body that runs in the page. */
  run<T>(script: string, ...args: unknown[]): Promise<T> {
    return this.ask('POST', '/execute/sync', { script, args }) as Promise<T>;
  }

  /** The same for one that calls its last argument when it is done. */
  runLater<T>(script: string, ...args: unknown[]): Promise<T> {
    return this.ask('POST', '/execute/async', { script, args }) as Promise<T>;
  }

  async picture(): Promise<Buffer> {
    return Buffer.from((await this.ask('GET', '/screenshot')) as string, 'base64');
  }

  /** Presses keys wherever the focus is. */
  async keys(...values: string[]) {
    const strokes = [...values.map((value) => ({ type: 'keyDown', value })), ...[...values].reverse().map((value) => ({ type: 'keyUp', value }))];
    await this.ask('POST', '/actions', { actions: [{ type: 'key', id: 'keys', actions: strokes }] });
  }

  address(): Promise<string> {
    return this.ask('GET', '/url') as Promise<string>;
  }

  async end() {
    await ask(this.base, 'DELETE', `/session/${this.id}`).catch(() => undefined);
  }

  ask(method: string, path: string, body?: unknown): Promise<unknown> {
    return ask(this.base, method, `/session/${this.id}${path}`, body);
  }
}

export class Element {
  constructor(
    private readonly session: Session,
    private readonly id: string,
  ) {}

  async click() {
    // WebKit's own scrolling leaves long pages where the middle of a button is not in view.
    await this.session.run("arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })", { [ELEMENT]: this.id });
    await this.session.ask('POST', `/element/${this.id}/click`, {});
  }

  async type(text: string) {
    await this.session.ask('POST', `/element/${this.id}/value`, { text });
  }

  text(): Promise<string> {
    return this.session.ask('GET', `/element/${this.id}/text`) as Promise<string>;
  }

  isShown(): Promise<boolean> {
    return this.session.ask('GET', `/element/${this.id}/displayed`) as Promise<boolean>;
  }
}

async function ask(base: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const init: RequestInit = { method, signal: AbortSignal.timeout(40_000) };
  if (method === 'POST') Object.assign(init, { body: JSON.stringify(body ?? {}), headers: { 'content-type': 'application/json' } });
  const response = await fetch(base + path, init);
  const { value } = (await response.json()) as { value: unknown };
  if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`);
  return value;
}
