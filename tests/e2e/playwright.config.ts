import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'spec',
  outputDir: 'test-results',
  globalTeardown: './support/leaf.ts',
  reporter: [['list']],
  fullyParallel: true,
  workers: 2,
  // On a busy machine a browser may stall; what is really broken fails each time. What passed only
  // when it was run again is named at the end.
  retries: 2,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  use: {
    actionTimeout: 15_000,
    navigationTimeout: 20_000,
    trace: process.env.IDENT_TRACE === undefined ? 'off' : 'retain-on-failure',
    launchOptions: {
      // Debian's browser; Playwright's own is never downloaded.
      executablePath: process.env.CHROMIUM_BIN ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
