import 'server-only'

/** A person of a provider: a stranger to the app until they come through it. */
export type ProviderPerson = { sub: string; name: string; email: string }

export const linAndSam: readonly ProviderPerson[] = [
  { sub: 'lin', name: 'Lin Meyer', email: 'lin@provider.example' },
  { sub: 'sam', name: 'Sam Okafor', email: 'sam@provider.example' },
]

/** The two ways to look somebody up. */
export const directory = (people: readonly ProviderPerson[]) => ({
  people,
  bySub: (sub: string) => people.find((person) => person.sub === sub),
  byEmail: (email: string) => people.find((person) => person.email === email.trim().toLowerCase()),
})

export type Directory = ReturnType<typeof directory>
