import { describe, expect, it } from 'vitest'
import { openSealedValue, sealValue } from './encryption'

describe('a sealed value', () => {
  const text = 'an ID token, or “chosen” claims of it'
  const sealed = sealValue(text, 'a purpose')

  it('opens as what it was, for its purpose alone', () => {
    expect(openSealedValue(sealed, 'a purpose')).toBe(text)
    expect(openSealedValue(sealed, 'another purpose')).toBeNull()
    expect(openSealedValue(sealValue('', 'a purpose'), 'a purpose')).toBe('')
  })

  it('shows nothing, and no two are alike', () => {
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('ID token')
    expect(sealValue(text, 'a purpose')).not.toBe(sealed)
  })

  it('does not open with any character changed, cut, added, or spelled otherwise', () => {
    for (let index = 0; index < sealed.length; index++) {
      const other = sealed[index] === 'A' ? 'B' : 'A'
      const changed = sealed.slice(0, index) + other + sealed.slice(index + 1)
      expect(openSealedValue(changed, 'a purpose')).toBeNull()
    }
    for (const junk of [
      '',
      'A',
      sealed.slice(0, 30),
      sealed.slice(1),
      `${sealed}A`,
      `${sealed}=`,
      'é'.repeat(60),
    ])
      expect(openSealedValue(junk, 'a purpose')).toBeNull()
  })
})
