import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const tauriOnlyInOneFile = {
  'no-restricted-imports': [
    'error',
    { patterns: [{ group: ['@tauri-apps/*'], message: 'Only host/tauri.ts may touch Tauri.' }] },
  ],
  'no-restricted-syntax': [
    'error',
    { selector: 'ImportExpression[source.value=/^@tauri-apps/]', message: 'Only host/tauri.ts may touch Tauri.' },
    { selector: 'SvelteAttribute[key.name="style"]', message: 'The security policy forbids inline styles; use a class.' },
    { selector: 'SvelteMustacheTag[kind="raw"]', message: 'Never put raw HTML on a page.' },
  ],
};

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'src/wire/api.d.ts'] },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  {
    rules: {
      ...tauriOnlyInOneFile,
      // Type checking finds undefined names better than eslint does.
      'no-undef': 'off',
      'svelte/no-at-html-tags': 'error',
      // Links are plain paths of a single page; there is no SvelteKit resolver here.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    files: ['src/host/tauri.ts'],
    rules: { 'no-restricted-imports': 'off', 'no-restricted-syntax': 'off' },
  },
);
