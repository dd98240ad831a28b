import 'server-only'
import { env } from '@/lib/env'

/** Whether the lab is there at all: asked when the process starts, and by pages that show it beside other things. */
export const labIsOn = () => env().LAB
