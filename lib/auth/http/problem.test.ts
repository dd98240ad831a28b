import { describe, expect, it } from 'vitest'
import { problemDetails } from '@/lib/api-schema/answers'
import { refusals, type RefusalCode } from '../errors'
import { problem, refused, refusalDetail } from './refusal'

const codes = Object.keys(refusals) as RefusalCode[]

describe('a refusal outward', () => {
  it.each(codes)('%s: problem details, not to be stored, nothing but the sentence', async (code) => {
    const response = problem(refused(code))
    const { detail, ...body } = problemDetails.parse(await response.json())
    expect(body).toEqual({ type: 'about:blank', code, ...refusals[code] })
    expect(detail).toBe(refusalDetail(code))
    expect(response.status).toBe(refusals[code].status)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it.each(codes.filter((code) => refusals[code].status === 503))('%s says when to come back', (code) => {
    expect(Number(problem(refused(code)).headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('names the address where changes are taken, to whoever came by another', () => {
    expect(codes.filter((code) => refusalDetail(code) !== undefined)).toEqual(['cross_origin'])
    expect(refusalDetail('cross_origin')).toContain('http://localhost:3000')
  })

  it('a limit says when it ends, and faults stand beside their fields', async () => {
    expect(
      problem({ ok: false, code: 'rate_limited', retryAfterSeconds: 42 }).headers.get('retry-after'),
    ).toBe('42')
    const errors = { email: ['Enter your email address.'] }
    expect(await problem({ ok: false, code: 'validation_failed', errors }).json()).toMatchObject({ errors })
  })

  it('has one status for each code, and no sentence about what is behind', () => {
    for (const { status, title } of Object.values(refusals)) {
      expect(status).toBeGreaterThanOrEqual(400)
      expect(title).not.toMatch(/database|prisma|postgres|exception|token/i)
    }
  })
})
