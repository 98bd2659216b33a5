// After the last test: an index over the screenshots, to leaf through without a server.
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SCREENS } from './place.ts';

const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

function section(name: string, pictures: string[]): string {
  const figures = pictures.map((path) => {
    const shown = escape(path.slice(0, path.lastIndexOf('/')).replaceAll('/', ' · '));
    return `<figure><a href="${escape(path)}"><img loading="lazy" src="${escape(path)}" alt="${escape(name)}, ${shown}"></a><figcaption>${shown}</figcaption></figure>`;
  });
  return `<section id="${escape(name)}"><h2>${escape(name)}</h2><div>${figures.join('')}</div></section>`;
}

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:1rem;background:#ddd;color:#111}
nav{columns:14rem}section>div{display:flex;flex-wrap:wrap;gap:1rem;align-items:start}
figure{margin:0}img{width:16rem;border:1px solid #888;background:#fff}figcaption{font-size:.8rem}`;

export default async function leaf() {
  const found = await readdir(SCREENS, { recursive: true }).catch(() => []);
  const pictures = found.filter((path) => path.endsWith('.png')).sort();
  const screens = new Map<string, string[]>();
  for (const path of pictures) {
    const name = path.slice(path.lastIndexOf('/') + 1, -'.png'.length);
    screens.set(name, [...(screens.get(name) ?? []), path]);
  }
  if (screens.size === 0) return;
  const names = [...screens.keys()].sort();
  const links = names.map((name) => `<li><a href="#${escape(name)}">${escape(name)}</a></li>`);
  const body = names.map((name) => section(name, screens.get(name) ?? []));
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Screens of Ident</title><style>${STYLE}</style>
<h1>Screens of Ident</h1><p>${pictures.length} pictures of ${names.length} screens, made by the tests.</p>
<nav><ul>${links.join('')}</ul></nav>${body.join('\n')}</html>\n`;
  await writeFile(join(SCREENS, 'index.html'), page);
}
