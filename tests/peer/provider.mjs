// Two providers that we did not write: `oidc-provider` (certified), configured once as the Digital
// Agency's service and once as UTokyo Account. Settings come as JSON on the command line; the line
// `ready {…}` on standard output says where they are. The person in front of the provider is
// chosen by `POST /person`, in place of the pages that a person would press through.
import { createHash, createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { Provider, interactionPolicy } from 'oidc-provider';

const settings = JSON.parse(process.argv[2]);

// By way of PEM: Node 20 can lock itself out when it collects the job that generated a key while it
// exports that very key as a JWK.
function signingKey(alg) {
  const encoding = {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  };
  const pair = alg === 'ES256'
    ? generateKeyPairSync('ec', { namedCurve: 'P-256', ...encoding })
    : generateKeyPairSync('rsa', { modulusLength: 2048, ...encoding });
  const jwk = createPrivateKey(pair.privateKey).export({ format: 'jwk' });
  return { ...jwk, use: 'sig', alg, kid: `peer-${alg}` };
}

function client(own, alg) {
  return {
    client_id: own.client_id,
    redirect_uris: [own.redirect_uri],
    response_types: ['code'],
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: own.assertion_alg,
    id_token_signed_response_alg: alg,
    jwks: own.jwks,
    subject_type: own.subject_type,
  };
}

// What a real person does here is not the subject; the request, the codes and the tokens are.
async function finish(provider, req, res, person) {
  const { params, prompt } = await provider.interactionDetails(req, res);
  const login = { accountId: person.id, acr: person.acr, amr: person.amr };
  const grant = new provider.Grant({ accountId: person.id, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const result = { login, select_account: {}, consent: { grantId: await grant.save() } };
  const refused = { error: person.error, error_description: 'stopped in the app' };
  await provider.interactionFinished(req, res, person.error ? refused : result, {
    mergeWithLastSubmission: prompt.name !== 'login',
  });
}

// As the base policy, and the account picker that UTokyo Account has.
function policy() {
  const prompts = interactionPolicy.base();
  prompts.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }), 0);
  return prompts;
}

function configuration(own, alg, people, routes) {
  return {
    clients: [client(own, alg)],
    jwks: { keys: [signingKey(alg)] },
    cookies: { keys: ['peer'] },
    routes,
    scopes: ['openid', 'name', 'profile'],
    claims: {
      openid: ['sub', 'tid', 'oid', 'preferred_username', 'acrs'],
      name: ['name'],
      profile: [],
      auth_time: null,
      acr: null,
    },
    acrValues: ['aal3', 'crl'],
    conformIdTokenClaims: false,
    subjectTypes: ['pairwise', 'public'],
    enabledJWA: {
      idTokenSigningAlgValues: [alg],
      clientAuthSigningAlgValues: ['ES256', 'RS256', 'PS256'],
    },
    clientAuthMethods: ['private_key_jwt'],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, claimsParameter: { enabled: true } },
    interactions: { policy: policy(), url: (_, interaction) => `/interaction/${interaction.uid}` },
    ttl: { AuthorizationCode: 60, AccessToken: 300, IdToken: 300, Interaction: 600, Session: 600, Grant: 600 },
    pairwiseIdentifier: (_, accountId, { clientId }) =>
      createHash('sha256').update(`${clientId}|${accountId}`).digest('hex'),
    findAccount: (_, id) => ({ accountId: id, claims: async () => ({ sub: id, ...people[id] }) }),
    renderError: (ctx, out) => {
      ctx.type = 'json';
      ctx.body = out;
    },
  };
}

function serve(prefix, build) {
  return new Promise((resolve) => {
    let person = null;
    let provider = null;
    const server = createServer(async (req, res) => {
      try {
        if (req.url === '/person' && req.method === 'POST') {
          const chunks = [];
          for await (const chunk of req) chunks.push(chunk);
          person = JSON.parse(Buffer.concat(chunks).toString());
          res.writeHead(204).end();
        } else if (req.url.startsWith('/interaction/')) {
          await finish(provider, req, res, person);
        } else if (req.url.startsWith(prefix)) {
          req.originalUrl = req.url;
          req.url = req.url.slice(prefix.length) || '/';
          provider.callback()(req, res);
        } else {
          res.writeHead(404).end();
        }
      } catch (error) {
        res.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
      }
    });
    server.listen(0, '127.0.0.1', () => {
      const origin = `http://127.0.0.1:${server.address().port}`;
      provider = build(`${origin}${prefix}`);
      for (const event of ['server_error', 'grant.error', 'authorization.error']) {
        provider.on(event, (_, error) => console.error(event, error.message, error.error_detail ?? ''));
      }
      resolve({ origin, issuer: `${origin}${prefix}` });
    });
  });
}

const keycloak = {
  authorization: '/protocol/openid-connect/auth',
  token: '/protocol/openid-connect/token',
  userinfo: '/protocol/openid-connect/userinfo',
  jwks: '/protocol/openid-connect/certs',
};
const digitalId = await serve('/api/realms/main', (issuer) =>
  new Provider(issuer, configuration(settings.digital_id, settings.digital_id.alg, settings.cards, keycloak)));
const utokyo = await serve(`/${settings.tenant}/v2.0`, (issuer) =>
  new Provider(issuer, configuration(settings.utokyo, 'RS256', settings.accounts, {})));
console.log(`ready ${JSON.stringify({ digital_id: digitalId, utokyo })}`);

// Ends with the test that started it.
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
