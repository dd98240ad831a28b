import 'server-only'
import { withConnection } from '@/lib/db/prisma-client'

const nobodyListens = 'postgresql://app@127.0.0.1:1/none'

/** Runs `work` while every database call below it leads to a port where nobody answers. */
export const duringOutage = <Result>(work: () => Promise<Result>): Promise<Result> =>
  withConnection(nobodyListens, work)
