import 'server-only'

/** The people of the local provider: strangers to the app until they come through it. */
export type ProviderPerson = { sub: string; name: string; email: string }

export const people: readonly ProviderPerson[] = [
  { sub: 'lin', name: 'Lin Meyer', email: 'lin@provider.example' },
  { sub: 'sam', name: 'Sam Okafor', email: 'sam@provider.example' },
]

export const personBySub = (sub: string) => people.find((person) => person.sub === sub)
export const personByEmail = (email: string) =>
  people.find((person) => person.email === email.trim().toLowerCase())
