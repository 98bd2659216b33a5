// What the two programs are told, as `cargo xtask demo` tells them.
import { join } from 'node:path';
import { PAGES } from './place.ts';

const TENANT = '5a5d0b00-0000-4000-8000-00000000da16';
/** What the archive of the sandbox asks for. It opens invented files only. */
export const ARCHIVE_TOKEN = 'e2e-archive-token';
const UTOKYO_CLIENT = '9f1c0de5-0000-4000-8000-000000001d17';
const DIRECTORY_CLIENT = '9f1c0de5-0000-4000-8000-000000001d20';

export interface Ports {
  ident: number;
  sandbox: number;
  account: number;
  mail: number;
}

export const identUrl = (ports: Ports) => `http://localhost:${ports.ident}`;
export const sandboxUrl = (ports: Ports) => `http://127.0.0.1:${ports.sandbox}`;
export const accountUrl = (ports: Ports) => `http://127.0.0.1:${ports.account}`;

export function sandboxWords(ports: Ports, folder: string): string[] {
  const pairs = {
    '--data': join(folder, 'sandbox'),
    '--port': String(ports.sandbox),
    '--account-port': String(ports.account),
    '--smtp-port': String(ports.mail),
    '--ident-url': identUrl(ports),
    '--digital-id-client-jwks': join(folder, 'keys/client-digital-id.jwks.json'),
    '--utokyo-client-jwks': join(folder, 'keys/client-utokyo.jwks.json'),
    '--archive-token': ARCHIVE_TOKEN,
  };
  return Object.entries(pairs).flat();
}

/** The server's configuration; paths are relative to the file. `lifetimes` are seconds, `more` are whole sections. */
export function serverSettings(ports: Ports, lifetimes: Record<string, number>, more: string): string {
  const account = accountUrl(ports);
  const lines = Object.entries(lifetimes).map(([name, seconds]) => `${name} = ${seconds}`);
  return `mode = "sandbox"
public_url = "${identUrl(ports)}"
listen = "127.0.0.1:${ports.ident}"
assets = ${JSON.stringify(PAGES)}
sandbox_url = "${sandboxUrl(ports)}"

[digital_id]
issuer = "${sandboxUrl(ports)}/api/realms/main"
client_id = "RP00000001"
key = "keys/client-digital-id.pem"
algorithm = "ES256"
id_token_algorithm = "ES256"
acr_values = "aal3 crl"

[utokyo]
issuer = "${account}/${TENANT}/v2.0"
client_id = "${UTOKYO_CLIENT}"
key = "keys/client-utokyo.pem"
algorithm = "ES256"
id_token_algorithm = "RS256"

[tenant]
id = "${TENANT}"

[directory]
url = "${account}/graph/v1.0"
token_url = "${account}/${TENANT}/oauth2/v2.0/token"
client_id = "${DIRECTORY_CLIENT}"
key = "keys/client-utokyo.pem"
algorithm = "ES256"
temporary_passwords = true
# Nobody waits half a minute for what this sandbox has done at once.
settle_s = 4

[texts]
security_info_url = "${account}/security-info"
password_page_url = "${account}/security-info"

[mail]
url = "smtp://127.0.0.1:${ports.mail}"
tls = "none"
from = "no-reply@ident.example"

[store]
url = "sqlite:ident.db"

[keys]
roots = [{ number = 1, file = "keys/root-1.key" }]

[archive]
url = "${account}"
token_file = "archive-token"

[alumni]
name = { ja = "同窓会サービス（練習用）", en = "Alumni service (practice)" }
url = "${account}/alumni/join"
audience = "${account}/alumni"
key = "keys/alumni.pem"

[office]
role = "Ident.Clerk"

[lifetimes]
${lines.join('\n')}

${more}
`;
}
