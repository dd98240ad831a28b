import { Client } from '../../support/client'
import { having, type Claims } from '../../support/hostile-provider/faults'
import { note, shown } from '../../support/hostile-provider/refusal'
import { expect, test } from '../../support/hostile-provider/hostile-provider-test'
import { signInAt } from '../../support/oidc'
import { authjsStrategies, strategyFor } from '../../support/people'

/**
 * What a provider says of a person is input like any other: signed in or refused, never a fault of ours; cookies stay
 * small (ASVS 3.3.5), nobody gets a role (ASVS 15.3.3).
 */

const long = 'x'.repeat(9000)
const odd: Record<string, Claims> = {
  'a long name': { name: long },
  'a long picture': { picture: `https://evil.example/${long}` },
  'a picture that is a script': { picture: 'javascript:alert(1)' },
  'a name of markup': { name: '<script>alert(1)</script>' },
  'a name with a null character': { name: 'a\u0000b' },
  'a name with half a surrogate': { name: 'a\ud800' },
  'a name that turns the text around': { name: '\u202egnp.exe' },
  'a name that is no text': { name: { first: 'a' } },
  'an address that is no text': { email: ['a@provider.example'] },
  'an address without a domain': { email: 'a' },
  'an address with a second line': { email: 'a@provider.example\r\nBcc: b@provider.example' },
  'a long address': { email: `${long}@provider.example` },
  'no address': { email: undefined },
  'a role': { role: 'admin', id: '0191a5f0-0000-7000-8000-000000000000', emailVerified: true },
  'a claim named __proto__': JSON.parse('{"__proto__": {"role": "admin"}}') as Claims,
  'a thousand claims': Object.fromEntries(
    Array.from({ length: 1000 }, (_, at) => [`claim${at}`, long.slice(0, 9)]),
  ),
}

/** What could be too long for a cookie is told under each strategy: what they keep in one differs. */
const under = (what: string) =>
  what.includes('long') || what.includes('thousand') ? authjsStrategies : [strategyFor(what)]

for (const [what, claims] of Object.entries(odd))
  for (const strategy of under(what))
    test(`${strategy}: ${what}`, async ({ app, provider }) => {
      provider.state.faults = { idToken: having(claims) }
      const client = new Client(app)
      const from = performance.now()
      const answer = await signInAt(provider.issuer, client, strategy)
      const me = await client.get(`/api/me?strategy=${strategy}`)
      const isIn = me.status === 200
      if (isIn) expect(me.json()).toMatchObject({ user: { role: 'user' }, provider: 'generic' })
      const outcome = isIn ? { observed: 'signed in', sentence: '' } : await shown(app, client, answer)
      expect(provider.asked('token')).toHaveLength(1)
      for (const { setCookies } of client.answers)
        for (const line of setCookies) expect(line.split(';')[0]!.length).toBeLessThanOrEqual(4096)
      note({ ...outcome, milliseconds: Math.round(performance.now() - from) })
    })
