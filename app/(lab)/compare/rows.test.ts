import { describe, expect, it } from 'vitest'
import { majority } from './rows'

describe('what is quiet among the answers of the strategies', () => {
  it.each([
    ['all say the same', ['200', '200', '200', '200'], '200'],
    ['one parts from three', ['200', '200', '200', '401'], '200'],
    ['two against two: both stand out', ['1', '0', '0', '1'], null],
    ['two against one and one: no most', ['a', 'b', 'b', 'c'], null],
    ['two of three', ['a', 'b', 'b'], 'b'],
    ['nobody says anything', [], null],
  ])('%s', (_, texts, expected) => expect(majority(texts)).toBe(expected))
})
