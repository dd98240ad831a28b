import { describe, expect, test } from 'vitest'
import { identityOf } from './verify-provider-response'

const provider = {
  id: 'generic',
  name: 'Somebody',
  kind: 'oidc',
  issuer: 'https://issuer.example',
  clientId: 'client',
  clientSecret: null,
  authMethod: 'none',
} as const

const said = (claims: Record<string, unknown>) => identityOf(provider, { sub: 'somebody', ...claims })
const vouched = (email: unknown) => said({ email, email_verified: true })

describe('the address that an issuer gives', () => {
  test.each([
    ['Info@xn--e1afmkfd.XN--p1ai', 'info@xn--e1afmkfd.xn--p1ai'],
    ['info@пример.рф', 'info@xn--e1afmkfd.xn--p1ai'],
    ['first&last@example.com', 'first&last@example.com'],
    ['ada@intranet', 'ada@intranet'],
  ])('%s is verified when it says so', (email, canonical) => {
    expect(vouched(email)).toMatchObject({ email: canonical, emailVerified: true, emailUnusable: false })
    expect(said({ email })).toMatchObject({ email: canonical, emailVerified: false })
  })

  test.each([
    ['a\u200bda@example.com', 'ada@example.com'],
    ['ada＠example.com', 'ada@example.com'],
    ['ada@straße.example', 'ada@xn--strae-oqa.example'],
  ])('%j is confirmed by mail: another mailbox may be meant', (email, canonical) =>
    expect(vouched(email)).toMatchObject({ email: canonical, emailVerified: false, emailUnusable: false }),
  )

  test.each([
    ['müller@example.com'],
    ['"ada"@example.com'],
    ['\u212aate@example.com'],
    [`${'a'.repeat(65)}@example.com`],
    ['ada'],
    [['ada@example.com']],
    ['ada@example.com\r\nBcc: eve@example.com'],
  ])('%j cannot be used, which is not the same as none', (email) =>
    expect(vouched(email)).toMatchObject({ email: null, emailVerified: false, emailUnusable: true }),
  )

  test.each([undefined, null, ''])('%j is none', (email) =>
    expect(vouched(email)).toMatchObject({ email: null, emailVerified: false, emailUnusable: false }),
  )
})

test.each([
  ['Ada\u202e King', 'Ada King'],
  ['ada@example.com', null],
  ['a\0b', null],
  ['\u3164', null],
  ['x'.repeat(101), null],
  [{ first: 'Ada' }, null],
  [undefined, null],
])('of the name %j is kept %j: a bad one refuses nobody', (name, kept) =>
  expect(said({ name }).name).toBe(kept),
)
