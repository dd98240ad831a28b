import type { NextRequest } from 'next/server'
import { handlers } from '@/lib/auth/authjs/handlers'
import { problem, refused } from '@/lib/auth/http/refusal'
import { authjsStrategyIds, byStrategy, isAuthjsStrategy } from '@/lib/strategies'

/** Each strategy that Auth.js has as well has an instance of its own. */
const instances = byStrategy(authjsStrategyIds, handlers)

type Context = { params: Promise<{ strategy: string }> }

const answer =
  (method: keyof ReturnType<typeof handlers>) =>
  async (request: NextRequest, { params }: Context): Promise<Response> => {
    const { strategy } = await params
    return isAuthjsStrategy(strategy) ? instances[strategy][method](request) : problem(refused('not_found'))
  }

export const GET = answer('GET')
export const HEAD = answer('HEAD')
export const POST = answer('POST')
export const PUT = answer('PUT')
export const PATCH = answer('PATCH')
export const DELETE = answer('DELETE')
export const OPTIONS = answer('OPTIONS')
