import 'server-only'
import { hashPasswordInScript } from '@/lib/crypto'
import { db } from '@/lib/db/prisma-client'
import { env } from '@/lib/env'
import type { ExtraLink, MailNote } from '@/lib/auth/http/page-extras'
import type { ProviderDescription } from '@/lib/oidc'

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

/** How one comes from the other pages to those of the lab. */
export const labLinks: Record<'main' | 'more', readonly ExtraLink[]> = {
  main: [
    { href: '/compare', text: 'Compare' },
    { href: '/experiments', text: 'Experiments' },
  ],
  more: [
    { href: '/tour', text: 'Tour' },
    { href: '/wire', text: 'Wire' },
    { href: '/measure', text: 'Measure' },
    { href: '/spa', text: 'Single-page client', anew: true },
    { href: '/read-paths', text: 'Where auth state can be read' },
    { href: '/glossary', text: 'Glossary' },
    { href: '/outbox', text: 'Outbox' },
  ],
}

export const outboxNote: MailNote = {
  text: 'No mail leaves this machine in the lab',
  link: { href: '/outbox', text: 'open the outbox' },
}

/** The app's two clients at the local provider: one that has a secret, and one that proves itself by PKCE alone. */
export function localProviders(): ProviderDescription[] {
  const { OIDC_PORT, LOCAL_PROVIDER_SECRET } = env()
  const issuer = `http://localhost:${OIDC_PORT}`
  return [
    {
      id: 'local-confidential',
      name: 'Local provider',
      kind: 'oidc',
      issuer,
      clientId: 'web-confidential',
      clientSecret: LOCAL_PROVIDER_SECRET,
      authMethod: 'client_secret_basic',
    },
    {
      id: 'local-public',
      name: 'Local provider (public client)',
      kind: 'oidc',
      issuer,
      clientId: 'web-public',
      clientSecret: null,
      authMethod: 'none',
    },
  ]
}
