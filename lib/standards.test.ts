import { expect, test } from 'vitest'
import { asvs, openId, rfc } from './standards'

test('a clause is named by its number and linked as deep as there is an anchor', () => {
  expect(asvs('7.4.1')).toEqual({
    name: 'OWASP ASVS 5.0, 7.4.1',
    href: 'https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/0x16-V7-Session-Management.md#v74-session-termination',
  })
  expect(asvs('10.1.1').href).toContain('V10-OAuth-and-OIDC.md#v101-')
  expect(rfc(9700, '4.14.2')).toEqual({
    name: 'RFC 9700 §4.14.2',
    href: 'https://www.rfc-editor.org/rfc/rfc9700.html#section-4.14.2',
  })
  expect(openId('core', '10.1.1', 'RotateSigKeys')).toEqual({
    name: 'OpenID Connect Core 1.0 §10.1.1',
    href: 'https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys',
  })
})
