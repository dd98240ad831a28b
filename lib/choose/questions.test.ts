import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide } from './decide'
import { addressOf, answersFrom, isTidy, questions, type Answers } from './questions'

/** Some answers given, some not. */
const some = fc
  .record(
    Object.fromEntries(
      questions.map(({ id, options }) => [id, fc.constantFrom(...options.map((o) => o.id))]),
    ),
    { requiredKeys: [] },
  )
  .map((answers) => answers as Answers)
const queryOf = (address: string) => Object.fromEntries(new URL(address, 'http://localhost').searchParams)

describe('answers in an address', () => {
  test('come back as they went', () => {
    fc.assert(
      fc.property(some, (answers) => {
        expect(answersFrom(queryOf(addressOf(answers)))).toEqual(answers)
      }),
    )
  })

  test('that are junk count as not given', () => {
    const junk = {
      caller: 'robots',
      revocation: ['at-once', 'minutes'],
      provider: '',
      lookup: '<b>',
      __proto__: 'x',
    }
    expect(answersFrom(junk)).toEqual({})
    expect(answersFrom({ toString: 'own', constructor: 'own', audit: 'yes' })).toEqual({ audit: 'yes' })
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.array(fc.string()))), (query) => {
        expect(() => decide(answersFrom(query))).not.toThrow()
      }),
    )
  })

  test('are tidy where every question that is named is answered', () => {
    fc.assert(
      fc.property(some, (answers) => {
        expect(isTidy(queryOf(addressOf(answers)))).toBe(true)
      }),
    )
    expect(isTidy({ caller: 'spa', revocation: '', provider: '' })).toBe(false)
    expect(isTidy({ caller: 'spa', tour: '6', toString: '' })).toBe(true)
    expect(isTidy({ caller: ['spa', 'spa'] })).toBe(false)
  })

  test('are tidy once they were tidied: nobody is sent in circles', () => {
    const value = fc.oneof(fc.string(), fc.array(fc.string()))
    fc.assert(
      fc.property(some, fc.dictionary(fc.string(), value), (answers, junk) => {
        const tidied = addressOf(answersFrom({ ...junk, ...answers }))
        expect(isTidy(queryOf(tidied))).toBe(true)
      }),
    )
  })
})
