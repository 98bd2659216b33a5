// Where things are: programs, built pages, and the folder that a person leafs through.
import { fileURLToPath } from 'node:url';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const SERVER = process.env.IDENT_SERVER_BIN ?? here('../../../target/debug/ident-server');
export const SANDBOX = process.env.IDENT_SANDBOX_BIN ?? here('../../../target/debug/ident-sandbox');
export const PAGES = process.env.IDENT_UI_DIST ?? here('../../../ui/dist');
export const SCREENS = here('../out/screens');
