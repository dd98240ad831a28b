import 'server-only'
import { logEvent } from '@/lib/log'
import type { RefusalCode } from '../errors'
import { requestContext } from './presented'
import type { Refusal } from './problem'

/** Somebody asked for what is not theirs, or tried to get around a control (ASVS 16.3.2, 16.3.3). */
const noted: RefusalCode[] = ['cross_origin', 'forbidden', 'insufficient_scope', 'invalid_client']

/** One line in the log, where the refusal is of that kind. */
export function logRefusal({ code }: Refusal, headers: Headers, path: string) {
  if (!noted.includes(code)) return
  const { address, device } = requestContext(headers).visitor
  logEvent('request.refused', { path, address, device, result: code })
}
