import 'server-only'
import type { Experiment } from './contract'

type Clause = Experiment['clause']

/** The files of the chapters that experiments cite, by the number before the first dot. */
const chapters = {
  3: '0x12-V3-Web-Frontend-Security',
  7: '0x16-V7-Session-Management',
  8: '0x17-V8-Authorization',
  9: '0x18-V9-Self-contained-Tokens',
  11: '0x20-V11-Cryptography',
  15: '0x24-V15-Secure-Coding-and-Architecture',
  16: '0x25-V16-Security-Logging-and-Error-Handling',
}
type Requirement = `${keyof typeof chapters}.${number}.${number}`

const chapterOf = (id: Requirement) => chapters[Number.parseInt(id) as keyof typeof chapters]

/** Requirements of the OWASP Application Security Verification Standard, as it was released. Leads to the first one's chapter. */
export const asvs = (id: Requirement, ...more: string[]): Clause => ({
  name: `OWASP ASVS 5.0, ${[id, ...more].join(' and ')}`,
  href: `https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/${chapterOf(id)}.md`,
})

export const rfc = (number: number, section: string): Clause => ({
  name: `RFC ${number} §${section}`,
  href: `https://www.rfc-editor.org/rfc/rfc${number}#section-${section}`,
})
