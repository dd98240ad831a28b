import { expect } from '@playwright/test'
import { problemDetails } from '@/lib/api-schema/answers'
import type { Answer } from './client'

/** A refusal as RFC 9457 has it, which tells nothing of what is behind. */
export function expectProblem(answer: Answer, status: number, code: string) {
  expect(answer.status, answer.text.slice(0, 200)).toBe(status)
  expect(answer.headers['content-type']).toBe('application/problem+json')
  expect(answer.headers['cache-control']).toBe('no-store')
  expect(problemDetails.parse(answer.json())).toMatchObject({ status, code })
}
