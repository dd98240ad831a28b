import { describe, expect, it } from 'vitest'
import { requestOrigin } from './origin'

/** Where a request came from, sign by sign. AUTH_URL is http://localhost:3000 here. */

const own = 'http://localhost:3000'
const table: [origin: string | null, site: string | null, expected: 'own' | 'foreign' | 'unsaid'][] = [
  [own, null, 'own'],
  [own, 'same-origin', 'own'],
  [null, 'same-origin', 'own'],
  [null, null, 'unsaid'],
  [own, 'same-site', 'foreign'],
  [own, 'cross-site', 'foreign'],
  [own, 'none', 'foreign'],
  [own, 'something-new', 'foreign'],
  [own, '', 'foreign'],
  [null, 'cross-site', 'foreign'],
  ['', null, 'foreign'],
  ['null', null, 'foreign'],
  ['null', 'same-origin', 'foreign'],
  ['https://evil.example', 'same-origin', 'foreign'],
  ['https://localhost:3000', null, 'foreign'],
  ['http://localhost', null, 'foreign'],
  ['http://localhost:3001', null, 'foreign'],
  ['http://localhost:30000', null, 'foreign'],
  ['http://LOCALHOST:3000', null, 'foreign'],
  ['http://localhost:3000/', null, 'foreign'],
  ['http://localhost:3000.evil.example', null, 'foreign'],
  ['http://localhost:3000@evil.example', null, 'foreign'],
  ['http://evil.localhost:3000', null, 'foreign'],
  [`${own}, https://evil.example`, null, 'foreign'],
]

describe('the origin of a request', () => {
  it.each(table)('Origin %j, Sec-Fetch-Site %j: %s', (origin, site, expected) => {
    const headers = new Headers()
    if (origin !== null) headers.set('origin', origin)
    if (site !== null) headers.set('sec-fetch-site', site)
    expect(requestOrigin(headers)).toBe(expected)
  })

  it('believes neither Referer nor Host', () => {
    expect(requestOrigin(new Headers({ referer: `${own}/account`, host: 'localhost:3000' }))).toBe('unsaid')
  })
})
