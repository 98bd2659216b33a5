// A whole Ident of its own: sandbox and server on free ports, with an empty database.
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Control } from './control.ts';
import { SANDBOX, SERVER } from './place.ts';
import { Program, run } from './program.ts';
import { ARCHIVE_TOKEN, accountUrl, identUrl, sandboxUrl, sandboxWords, serverSettings, type Ports } from './settings.ts';

async function freePorts(): Promise<Ports> {
  // All four are held at once, so that they differ.
  const held = await Promise.all(
    [0, 1, 2, 3].map(
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const [ident, sandbox, account, mail] = held.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  return { ident: ident ?? 0, sandbox: sandbox ?? 0, account: account ?? 0, mail: mail ?? 0 };
}

/** Keys of both programs, made once and copied, because an RSA key takes seconds. */
export async function makeKeys(folder: string) {
  await run(SERVER, ['keygen', '--out', join(folder, 'keys'), '--alg', 'ES256']);
  const sandbox = await Program.start('sandbox', SANDBOX, sandboxWords(await freePorts(), folder));
  await sandbox.stop();
}

export class Instance {
  /** What the world outside does, and has seen. */
  readonly control: Control;

  private constructor(
    private readonly ports: Ports,
    private readonly folder: string,
    private readonly sandbox: Program,
    private server: Program,
  ) {
    this.control = new Control(sandboxUrl(ports));
  }

  static async start(keys: string, lifetimes: Record<string, number>, more: string): Promise<Instance> {
    const folder = await mkdtemp(join(tmpdir(), 'ident-e2e-'));
    await cp(keys, folder, { recursive: true });
    const ports = await freePorts();
    await writeFile(join(folder, 'ident.toml'), serverSettings(ports, lifetimes, more));
    await writeFile(join(folder, 'archive-token'), ARCHIVE_TOKEN);
    const sandbox = await Program.start('sandbox', SANDBOX, sandboxWords(ports, folder));
    const server = await Instance.serve(folder);
    return new Instance(ports, folder, sandbox, server);
  }

  private static serve(folder: string): Promise<Program> {
    return Program.start('server', SERVER, ['--config', join(folder, 'ident.toml')]);
  }

  /** `http://localhost:…`: another site than the sandbox, as in reality. */
  get url(): string {
    return identUrl(this.ports);
  }

  /** The Digital Agency's stand-in, the phone and the control interface. */
  get agencyUrl(): string {
    return sandboxUrl(this.ports);
  }

  /** The university's stand-in. */
  get accountUrl(): string {
    return accountUrl(this.ports);
  }

  /** Where the server's own files are: configuration, keys, database. */
  get ownFiles(): string {
    return this.folder;
  }

  /** What the server has logged since it was started last. */
  get log(): string {
    return this.server.log;
  }

  async stopServer(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM') {
    return this.server.stop(signal);
  }

  async startServer() {
    this.server = await Instance.serve(this.folder);
  }

  async end() {
    await this.server.stop();
    await this.sandbox.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
