import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import { type Change, having, without } from '../../support/hostile-provider/faults'

/** RFC 9700 §2.6, ASVS 12.2: https outside localhost, whoever names the address; and never another scheme. */

const names = ['authorization_endpoint', 'token_endpoint', 'jwks_uri']
/** Our own provider under a name that is not localhost: only the name can be the reason to refuse it. */
const byAnotherName =
  (name: string): Change<Record<string, unknown>> =>
  (metadata) => ({ ...metadata, [name]: String(metadata[name]).replace('localhost', '0.0.0.0') })

for (const name of names) {
  refusesUnderEach(`${name} by http at another host`, { discovery: byAnotherName(name) })
  refuses(`no ${name}`, { discovery: without(name) })
  for (const value of [
    'http://169.254.169.254/latest',
    'http://localhost.evil.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:application/json,{"keys":[]}',
    '/relative',
    7,
    null,
  ])
    refuses(`${name} ${JSON.stringify(value)}`, { discovery: having({ [name]: value }) })
}
