import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';
import { catalogueParity } from './scripts/parity.mjs';
import { precompress } from './scripts/precompress.mjs';

export default defineConfig({
  plugins: [svelte(), svelteTesting(), catalogueParity(), precompress()],
  build: {
    target: 'es2022',
    // The content security policy has no `font-src data:`, so nothing may be inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    // `npm run dev` against a server that runs beside it.
    proxy: Object.fromEntries(
      ['/api', '/verify/callback', '/account/callback'].map((path) => [path, 'http://localhost:7440']),
    ),
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/jsdom.setup.ts'],
  },
});
