import 'server-only'
import { env } from '@/lib/env'

/** Whether experiments, demo accounts and the outbox are there at all. */
export const labIsOn = () => env().LAB
