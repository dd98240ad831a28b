import { expect, test } from 'vitest'
import { findTerms, type Piece } from './find-terms'

const linked = (pieces: Piece[]) => pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.text]))
const whole = (pieces: Piece[]) =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('')

test('a word is found at its first use, in the form and the case in which it stands', () => {
  const used = new Set<string>()
  const text = 'Claims are read. A claim of a JWT, renewed: the renewal of JWTs.'
  const pieces = findTerms(text, used)
  expect(pieces).toEqual([
    { id: 'claim', text: 'Claims' },
    ' are read. A claim of a ',
    { id: 'jwt', text: 'JWT' },
    ', ',
    { id: 'renew', text: 'renewed' },
    ': the renewal of JWTs.',
  ])
  expect(whole(pieces)).toBe(text)
  expect([...used]).toEqual(['claim', 'jwt', 'renew'])
})

test('what was met before is left alone', () => {
  const used = new Set<string>()
  findTerms('An access token.', used)
  expect(findTerms('The access token is revoked.', used)).toEqual([
    'The access token is ',
    { id: 'revoke', text: 'revoked' },
    '.',
  ])
})

test('by another name too', () => {
  expect(findTerms('After the revocation an encrypted JWT', new Set())).toEqual([
    'After the ',
    { id: 'revoke', text: 'revocation' },
    ' an ',
    { id: 'jwe', text: 'encrypted JWT' },
  ])
})

test('the longer word wins', () => {
  expect(linked(findTerms('A refresh token, and a bearer token.', new Set()))).toEqual([
    'refresh token',
    'bearer',
  ])
})

test('no part of another word, and no word that is used in its everyday sense', () => {
  for (const text of ['A stateless thing.', 'The same state.', 'Clientele, microscope, proclaim.', ''])
    expect(linked(findTerms(text, new Set()))).toEqual([])
})
