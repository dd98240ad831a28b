import { answer } from '@/lib/answer'

export const dynamic = 'force-dynamic'

/** Nobody is asked for: what Next itself takes. */
export const GET = () => answer('nobody')
