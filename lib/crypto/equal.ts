import 'server-only'
import { createHash, timingSafeEqual } from 'node:crypto'

const digest = (text: string) => createHash('sha256').update(text).digest()

/** Compares two texts in a time that tells nothing of either, their lengths included (ASVS 11.2.4). */
export const equalInConstantTime = (a: string, b: string) => timingSafeEqual(digest(a), digest(b))
