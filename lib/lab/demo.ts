import 'server-only'
import { hashPasswordInScript } from '@/lib/crypto'
import { db } from '@/lib/db/client'
import { env } from '@/lib/env'

export const demoPassword = 'correct horse battery staple'

export const demoPeople = [
  { email: 'ada@example.com', name: 'Ada', role: 'user' },
  { email: 'grace@example.com', name: 'Grace', role: 'admin' },
] as const

/** The addresses of people who exist for one trial of the lab, and are `demo` too. `.invalid` gets no mail (RFC 2606). */
export const trialDomain = '@lab.invalid'

/**
 * Adds the demo people who are missing; changes nobody who is there. For the start script: it hashes on the event loop.
 * @throws Error with LAB=off: a known password has no place there (ASVS 6.3.2)
 */
export async function seedDemo(now: Date): Promise<void> {
  if (!env().LAB) throw new Error('The demo people belong to the lab')
  const emails = demoPeople.map(({ email }) => email)
  const present = await db().user.findMany({ where: { email: { in: emails } }, select: { email: true } })
  for (const person of demoPeople) {
    if (present.some(({ email }) => email === person.email)) continue
    const passwordHash = await hashPasswordInScript(demoPassword)
    const data = { ...person, passwordHash, demo: true, emailVerified: now, createdAt: now }
    await db().user.createMany({ data, skipDuplicates: true })
  }
}

/** Removes the demo people with all they had. @returns how many */
export async function removeDemo(): Promise<number> {
  const { count } = await db().user.deleteMany({ where: { demo: true } })
  return count
}
