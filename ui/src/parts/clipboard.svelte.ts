// A secret on the clipboard, and its way off again. Wiping needs the page in front; where the platform refuses,
// it is tried again on return, and the person is told.

export const WIPE_AFTER_MS = 60_000;

export class SecretClipboard {
  /** `stuck`: the platform did not let us wipe; the person must copy something else. */
  outcome: 'idle' | 'copied' | 'failed' | 'wiped' | 'stuck' = $state('idle');
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly write: (text: string) => Promise<void>) {}

  private get holds(): boolean {
    return this.outcome === 'copied' || this.outcome === 'stuck';
  }

  async copy(secret: string) {
    clearTimeout(this.timer);
    this.outcome = await this.write(secret).then(
      () => 'copied' as const,
      () => 'failed' as const,
    );
    if (this.outcome === 'copied') this.timer = setTimeout(() => void this.wipe(), WIPE_AFTER_MS);
  }

  async wipe() {
    if (!this.holds) return;
    clearTimeout(this.timer);
    this.outcome = await this.write('').then(
      () => 'wiped' as const,
      () => 'stuck' as const,
    );
  }

  /** The page is in front again: a wipe that was refused may work now. */
  returned() {
    if (this.outcome === 'stuck') void this.wipe();
  }

  /** The page is being left. */
  left() {
    clearTimeout(this.timer);
    if (this.holds) void this.write('').catch(() => undefined);
  }
}
