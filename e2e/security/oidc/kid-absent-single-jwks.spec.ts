import { Client } from '../../support/client'
import { accepts, refusesUnderEach } from '../../support/hostile-provider/attack'
import { byAnotherKey, signed } from '../../support/hostile-provider/signing'
import { signInAt } from '../../support/oidc'

/** oidcc-client-test-kid-absent-single-jwks: Core §10.1. With one key there is no choice to make. */

accepts('no kid, by the only key, which is known', { sign: signed({ kid: undefined }) }, ({ issuer }, app) =>
  signInAt(issuer, new Client(app), 'jwt'),
)
refusesUnderEach('no kid, by another key', { sign: byAnotherKey('RS256', { kid: undefined }) })
