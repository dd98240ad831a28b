import 'server-only'
import type { ExtraLink, MailNote } from '@/lib/auth/http/page-extras'

/** How one comes from the other pages to those of the lab. */
export const labLinks: Record<'main' | 'more', readonly ExtraLink[]> = {
  main: [
    { href: '/compare', text: 'Compare' },
    { href: '/experiments', text: 'Experiments' },
  ],
  more: [
    { href: '/tour', text: 'Tour' },
    { href: '/wire', text: 'Wire' },
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
