import { answer } from '@/lib/answer'
import { subjectOf } from '@/lib/better-auth'

/** A resource that gets a JWT of Better Auth. */
export const GET = async ({ headers }: Request) => answer(await subjectOf(headers.get('authorization')))
