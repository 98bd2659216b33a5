// A program of ours as a child: started until it says that it is ready, ended by its own signal.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

export const run = promisify(execFile);

export class Program {
  /** Everything it has logged, for the tests that look at it. */
  log = '';

  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
  ) {}

  static async start(name: string, file: string, args: string[]): Promise<Program> {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const program = new Program(name, child);
    child.stderr?.on('data', (chunk: Buffer) => (program.log += chunk.toString()));
    await program.ready();
    return program;
  }

  private async ready() {
    const ended = once(this.child, 'exit').then(([code]) => {
      throw new Error(`${this.name} ended with ${String(code)} before it was ready:\n${this.log}`);
    });
    const said = new Promise<void>((resolve) => {
      if (this.child.stdout === null) throw new Error('no stdout');
      createInterface({ input: this.child.stdout }).on('line', (line) => {
        if (line.startsWith('ready ')) resolve();
      });
    });
    await Promise.race([said, ended]);
    // Its later end is no longer a surprise.
    ended.catch(() => undefined);
  }

  /** Asks it to end, and waits until it has; gives its exit code. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    const [code] = (await ended) as [number | null];
    return code;
  }
}
