import { setTimeout as delay } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

export const dynamic = 'force-dynamic'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** What this process holds, bytes, after its garbage was collected, with what ended a moment ago. */
export async function GET() {
  collect()
  await delay(200)
  collect()
  const { rss, heapUsed, external } = process.memoryUsage()
  return Response.json({ rss, heapUsed, external })
}
