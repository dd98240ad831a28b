import { notFound } from 'next/navigation'
import { labIsOn } from '@/lib/lab/is-on'

/** At the head of each page of the lab: 404 where the lab is off, also for a request that the edge has let through. */
export function requireLab() {
  if (!labIsOn()) notFound()
}
