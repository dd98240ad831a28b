import 'server-only'
import type { Experiment } from './contract'

type Clause = Experiment['clause']

/** A requirement of the OWASP Application Security Verification Standard, as it was released. */
export const asvs = (id: string): Clause => ({
  name: `OWASP ASVS 5.0, ${id}`,
  href: 'https://github.com/OWASP/ASVS/tree/v5.0.0',
})

export const rfc = (number: number, section: string): Clause => ({
  name: `RFC ${number} §${section}`,
  href: `https://www.rfc-editor.org/rfc/rfc${number}#section-${section}`,
})
