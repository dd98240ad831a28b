import { refuses, refusesUnderEach } from '../../support/hostile-provider/attack'
import type { HostileProvider } from '../../support/hostile-provider'
import { byAnotherKey, newKey, signed } from '../../support/hostile-provider/signing'

/** oidcc-client-test-kid-absent-multiple-jwks: Core §10.1 wants a kid where there is a choice. We do not try keys. */

const secondKey = async ({ state }: HostileProvider) => void state.keys.push(await newKey())

refuses('no kid, by one of two keys', { sign: signed({ kid: undefined }) }, secondKey)
refusesUnderEach('no kid, by another key', { sign: byAnotherKey('RS256', { kid: undefined }) }, secondKey)
