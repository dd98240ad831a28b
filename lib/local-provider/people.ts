import 'server-only'

/** A person of a provider: a stranger to the app until they come through it. */
export type ProviderPerson = { sub: string; name: string; email: string }

export const linAndSam: readonly ProviderPerson[] = [
  { sub: 'lin', name: 'Lin Meyer', email: 'lin@provider.example' },
  { sub: 'sam', name: 'Sam Okafor', email: 'sam@provider.example' },
]

/** Somebody of one trial of the lab: lives here for as long as it takes, and `.invalid` gets no mail (RFC 2606). */
const ofTrial = (sub: string): ProviderPerson | undefined =>
  /^[\da-f-]{36}@lab\.invalid$/.test(sub) ? { sub, name: 'Lab person', email: sub } : undefined

/** The two ways to look somebody up. */
export const directory = (people: readonly ProviderPerson[]) => ({
  people,
  bySub: (sub: string) => people.find((person) => person.sub === sub) ?? ofTrial(sub),
  byEmail: (typed: string) => {
    const email = typed.trim().toLowerCase()
    return people.find((person) => person.email === email) ?? ofTrial(email)
  },
})

export type Directory = ReturnType<typeof directory>
