import { Client } from '../../support/client'
import { accepts, refuses } from '../../support/hostile-provider/attack'
import { expect, test } from '../../support/hostile-provider/hostile-provider-test'
import { signInAt } from '../../support/oidc'
import { authjsStrategies } from '../../support/people'

/** The app as a public client: no secret anywhere, PKCE alone (RFC 7636, RFC 9700 §2.1.1). */

test.use({ kind: 'public' })
test.describe.configure({ mode: 'default' })

refuses('the provider was away when it was first needed', { discovery: 'dead' })
accepts('it came back, and nobody restarted anything', {})

for (const strategy of authjsStrategies)
  test(`${strategy}: names itself and proves nothing but the verifier`, async ({ app, provider }) => {
    await signInAt(provider.issuer, new Client(app), strategy)
    const { status, headers, form } = provider.asked('token')[0]!
    expect(status).toBe(200)
    expect(headers.authorization).toBeUndefined()
    expect(form.get('client_id')).toBe('bothways')
    expect(form.has('client_secret')).toBe(false)
    expect(form.get('code_verifier')).toMatch(/^[\w.~-]{43,128}$/)
  })
