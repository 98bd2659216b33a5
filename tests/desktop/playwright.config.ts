// The desktop window under Xvfb, and the phone in Chromium. Run from tests/e2e, whose packages and
// people these tests share: `npm exec -- playwright test --config ../desktop`.
import browser from '../e2e/playwright.config.ts';

export default {
  ...browser,
  testDir: 'spec',
  outputDir: '../e2e/test-results/desktop',
  globalTeardown: undefined,
  timeout: 120_000,
};
