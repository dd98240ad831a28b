import { Client } from '../../support/client'
import { accepts, refusesUnderEach } from '../../support/hostile-provider/attack'
import { newKey, signed } from '../../support/hostile-provider/signing'
import { signInAt } from '../../support/oidc'

/** oidcc-client-test-signing-key-rotation(-just-before-signing): Core §10.1.1. A new key is met at the next sign-in. */

const known = (issuer: string, app: { url: string; origin: string }) =>
  signInAt(issuer, new Client(app), 'jwt')

accepts('a new key since the last sign-in, the old one gone', {}, async ({ issuer, rotate }, app) => {
  await known(issuer, app)
  await rotate()
})
accepts('a new key beside the old one', {}, async ({ issuer, state }, app) => {
  await known(issuer, app)
  state.keys.push(await newKey())
})

const retired: { key?: Awaited<ReturnType<typeof newKey>> } = {}
refusesUnderEach(
  'a key that was withdrawn, after its successor was met',
  { sign: (claims, material) => signed()(claims, { ...material, key: retired.key! }) },
  async ({ issuer, state, rotate }, app) => {
    retired.key = state.keys[0]!
    await rotate()
    await known(issuer, app)
  },
)
