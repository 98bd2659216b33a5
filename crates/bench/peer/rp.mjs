// The relying party to compare with: what one writes with openid-client and fastify, doing the
// same login as ours with the same guarantees. Checks the signature of the ID token, which the
// library leaves out unless it is told to, because ours does.

import { readFileSync } from 'node:fs'
import { randomBytes, webcrypto } from 'node:crypto'
import { parseArgs } from 'node:util'
import cookies from '@fastify/cookie'
import Database from 'better-sqlite3'
import fastify from 'fastify'
import * as client from 'openid-client'

const { values: options } = parseArgs({
  options: {
    issuer: { type: 'string' },
    key: { type: 'string' },
    alg: { type: 'string' },
    database: { type: 'string' },
  },
})
const scope = 'openid'
const redirect_uri = 'http://localhost:7440/verify/callback'
const cookie = { httpOnly: true, sameSite: 'lax', path: '/' }

async function configuration() {
  const pem = readFileSync(options.key, 'utf8').replace(/-----[^-]+-----|\s/g, '')
  const kind =
    options.alg === 'ES256'
      ? { name: 'ECDSA', namedCurve: 'P-256' }
      : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  const der = Buffer.from(pem, 'base64')
  const key = await webcrypto.subtle.importKey('pkcs8', der, kind, false, ['sign'])
  const metadata = { id_token_signed_response_alg: options.alg }
  const execute = [client.allowInsecureRequests, client.enableNonRepudiationChecks]
  const issuer = new URL(options.issuer)
  return client.discovery(issuer, 'RP00000001', metadata, client.PrivateKeyJwt(key), { execute })
}

function store() {
  const database = new Database(options.database)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec(`
    CREATE TABLE IF NOT EXISTS link (subject TEXT PRIMARY KEY, since INTEGER, last_used_at INTEGER);
    CREATE TABLE IF NOT EXISTS audit (id INTEGER PRIMARY KEY, at INTEGER, event TEXT, subject TEXT)`)
  const link = database.prepare(`
    INSERT INTO link VALUES (@subject, @at, @at) ON CONFLICT (subject) DO UPDATE SET last_used_at = @at`)
  const audit = database.prepare('INSERT INTO audit (at, event, subject) VALUES (?, ?, ?)')
  return database.transaction((subject, at) => {
    link.run({ subject, at })
    audit.run(at, 'login', subject)
  })
}

const config = await configuration()
const record = store()
const flows = new Map()
const sessions = new Map()
const app = fastify()
await app.register(cookies)

app.get('/start', async (_, reply) => {
  const verifier = client.randomPKCECodeVerifier()
  const flow = { verifier, state: client.randomState(), nonce: client.randomNonce() }
  const id = randomBytes(32).toString('base64url')
  flows.set(id, flow)
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri,
    scope,
    state: flow.state,
    nonce: flow.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  return reply.setCookie('flow', id, cookie).redirect(url.href, 302)
})

app.get('/verify/callback', async (request, reply) => {
  const flow = flows.get(request.cookies.flow)
  flows.delete(request.cookies.flow)
  if (!flow) return reply.code(400).send('unknown')
  const tokens = await client.authorizationCodeGrant(
    config,
    new URL(request.url, redirect_uri),
    {
      pkceCodeVerifier: flow.verifier,
      expectedState: flow.state,
      expectedNonce: flow.nonce,
      idTokenExpected: true,
    },
  )
  const subject = tokens.claims().sub
  await client.fetchUserInfo(config, tokens.access_token, subject)
  record(subject, Date.now())
  const session = randomBytes(32).toString('base64url')
  sessions.set(session, { subject, at: new Date() })
  return reply.clearCookie('flow', cookie).setCookie('session', session, cookie).redirect('/', 303)
})

app.get('/', async (request, reply) => {
  const session = sessions.get(request.cookies.session)
  if (!session) return reply.code(401).send('not signed in')
  reply.type('text/html; charset=utf-8')
  return `<!doctype html><title>Status</title><p>Linked since ${session.at.toISOString()}</p>`
})

console.log(`ready ${await app.listen({ host: '127.0.0.1', port: 0 })}`)
