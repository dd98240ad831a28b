import { span } from '@/lib/trace'
import { median } from './figures'

const callsPerRun = 200_000
const runs = 15

const work = async () => 1

async function nanosecondsOf(call: () => Promise<number>): Promise<number> {
  const start = performance.now()
  for (let done = 0; done < callsPerRun; done += 1) await call()
  return ((performance.now() - start) / callsPerRun) * 1e6
}

/** What `span` adds to its work in this process, where nobody records: nanoseconds, the median of runs in turn. */
export async function spanAlone(): Promise<number> {
  const added: number[] = []
  for (let done = 0; done < runs; done += 1) {
    const bare = await nanosecondsOf(work)
    added.push((await nanosecondsOf(() => span('cost', work))) - bare)
  }
  return Math.round(median(added.slice(1))) // the first run compiles
}
