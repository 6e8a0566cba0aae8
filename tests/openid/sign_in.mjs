// A stock OpenID client of npm signs somebody in, knowing only the issuer's address. Prints what it was told as JSON.
import * as client from 'openid-client'

const given = JSON.parse(process.argv[2])
const cookies = new Map()

async function browse(url, options = {}) {
  const reply = await fetch(url, {
    ...options,
    redirect: 'manual',
    headers: { ...options.headers, cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
  })
  for (const line of reply.headers.getSetCookie()) {
    const [name, value] = line.split(';')[0].split(/=(.*)/)
    cookies.set(name, value)
  }
  return reply
}

function hidden(page, name) {
  const found = page.match(new RegExp(`<input type="hidden" name="${name}" value="([^"]*)"`))
  return found ? found[1].replaceAll('&amp;', '&') : ''
}

// A browser: follows redirects, fills in the sign-in form, and stops where the client would take over.
async function until(start, end) {
  let url = new URL(start)
  for (let step = 0; step < 10; step++) {
    if (url.href.startsWith(end)) return url
    let reply = await browse(url)
    if (reply.status === 200) {
      const page = await reply.text()
      const body = new URLSearchParams({
        csrfmiddlewaretoken: hidden(page, 'csrfmiddlewaretoken'),
        next: hidden(page, 'next'),
        username: given.username,
        password: given.password,
      })
      reply = await browse(new URL('/sign-in', url), { method: 'POST', body, headers: { referer: url.href } })
    }
    if (reply.status !== 302) throw new Error(`${url.pathname} answered ${reply.status}`)
    url = new URL(reply.headers.get('location'), url)
  }
  throw new Error('never came back')
}

const insecure = { execute: [client.allowInsecureRequests] } // http, on this machine only
const config = await client.discovery(new URL(given.issuer), given.clientId, given.clientSecret, undefined, insecure)
const pkceCodeVerifier = client.randomPKCECodeVerifier()
const expectedState = client.randomState()
const expectedNonce = client.randomNonce()
const start = client.buildAuthorizationUrl(config, {
  redirect_uri: given.callback,
  scope: 'openid profile email',
  code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
  code_challenge_method: 'S256',
  state: expectedState,
  nonce: expectedNonce,
  max_age: '3600',
})
const back = await until(start, given.callback)
const checks = { pkceCodeVerifier, expectedState, expectedNonce, maxAge: 3600, idTokenExpected: true }
const tokens = await client.authorizationCodeGrant(config, back, checks)
const subject = tokens.claims().sub
const person = await client.fetchUserInfo(config, tokens.access_token, subject)
const again = await client.refreshTokenGrant(config, tokens.refresh_token)
const known = await client.tokenIntrospection(config, again.access_token)
const end = client.buildEndSessionUrl(config, {
  id_token_hint: again.id_token,
  post_logout_redirect_uri: given.afterwards,
  state: 'bye',
})
const gone = await until(end, given.afterwards)
const after = await client.tokenIntrospection(config, again.access_token)
let silent = ''
try {
  const once = await until(client.buildAuthorizationUrl(config, {
    redirect_uri: given.callback,
    scope: 'openid',
    prompt: 'none',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  }), given.callback)
  await client.authorizationCodeGrant(config, once, { pkceCodeVerifier })
} catch (refused) {
  silent = refused.error
}
console.log(JSON.stringify({ claims: tokens.claims(), person, known, gone: gone.href, after, silent }))
