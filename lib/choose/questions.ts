import 'server-only'
import { z } from 'zod'

type Option = { id: string; label: string; hint?: string }
type Question = { id: string; ask: string; why: string; options: readonly [Option, ...Option[]] }

/** What the guide asks, in the order of the page. Why each matters is one sentence. */
export const questions = [
  {
    id: 'caller',
    ask: 'Who calls your API?',
    why: 'A browser sends cookies by itself; everything else sends what its code tells it to.',
    options: [
      { id: 'pages', label: 'Pages that my server renders' },
      { id: 'spa', label: 'A single-page app: a script in the browser' },
      { id: 'native', label: 'A native, mobile or command-line app' },
      { id: 'several', label: 'Several of these, the same API' },
    ],
  },
  {
    id: 'revocation',
    ask: 'How soon must a revoked session be refused?',
    why: 'Also one whose person was disabled, or lost a role: what is not looked up is not noticed.',
    options: [
      { id: 'at-once', label: 'At its next request' },
      { id: 'minutes', label: 'Within minutes' },
      { id: 'hours', label: 'Later will do: little is at stake' },
    ],
  },
  {
    id: 'provider',
    ask: 'Who proves who somebody is?',
    why: 'With an OpenID Provider there is a flow to choose too.',
    options: [
      { id: 'own', label: 'I do: passwords of my own' },
      { id: 'outside', label: 'An OpenID Provider' },
      { id: 'both', label: 'Both' },
    ],
  },
  {
    id: 'client',
    ask: 'Where does the code that signs in run?',
    why: 'Only a server can keep a secret; what an app or a page carries can be read out of it.',
    options: [
      { id: 'server', label: 'On a server of mine, which keeps a secret' },
      { id: 'device', label: 'On the device of the user, which cannot' },
    ],
  },
  {
    id: 'origins',
    ask: 'Where are the APIs that take the credential?',
    why: 'A cookie belongs to one host; a token is sent wherever the client decides.',
    options: [
      { id: 'one', label: 'On the origin of the pages' },
      { id: 'hosts', label: 'On other hosts of the same site' },
      { id: 'others', label: 'On other sites, or with other teams' },
    ],
  },
  {
    id: 'lookup',
    ask: 'What does a database round trip at each request cost you?',
    why: 'Looking a session up is one query, paid every time.',
    options: [
      { id: 'little', label: 'Little: the database is near, or asked anyway' },
      { id: 'much', label: 'Much: it is far away, or thousands of requests a second share it' },
    ],
  },
  {
    id: 'outage',
    ask: 'While that database is down, should signed-in people still be recognised?',
    why: 'Who must look up cannot tell; who need not look up cannot be told either.',
    options: [
      { id: 'refuse', label: 'No: without it nothing works anyway' },
      { id: 'go-on', label: 'Yes: much of it works without' },
    ],
  },
  {
    id: 'claims',
    ask: 'How much does each request need to know of its person?',
    why: 'What a token says travels with every request, and is as old as the token.',
    options: [
      { id: 'few', label: 'An id and a role' },
      { id: 'many', label: 'Dozens of groups or permissions' },
    ],
  },
  {
    id: 'scripts',
    ask: 'Whose scripts run in your pages?',
    why: 'A script reads what another script can read.',
    options: [
      { id: 'own', label: 'Only mine, under a strict policy' },
      { id: 'foreign', label: 'Also those of others: ads, analytics, widgets' },
    ],
  },
  {
    id: 'copies',
    ask: 'Must a copied credential be worth nothing?',
    why: 'A credential works for whoever holds it, unless it is bound to a key that nobody can copy.',
    options: [
      { id: 'no', label: 'No: a short life and one use each are enough' },
      { id: 'yes', label: 'Yes: money is moved, malware is to be feared, FAPI or ASVS level 3 asks for it' },
    ],
  },
  {
    id: 'audit',
    ask: 'Does somebody audit you?',
    why: 'Regulation asks for sessions that can be listed, and ended one by one.',
    options: [
      { id: 'no', label: 'No' },
      { id: 'yes', label: 'Yes: finance, health, public service, ASVS level 2' },
    ],
  },
] as const satisfies readonly Question[]

type AnyQuestion = (typeof questions)[number]
export type QuestionId = AnyQuestion['id']
export type AnswerTo<Id extends QuestionId> = Extract<AnyQuestion, { id: Id }>['options'][number]['id']

/** What somebody has answered so far. */
export type Answers = { [Id in QuestionId]?: AnswerTo<Id> }

const oneOf = ({ options }: Question) => z.enum(options.map(({ id }) => id) as [string, ...string[]])
const schemas = Object.fromEntries(questions.map((question) => [question.id, oneOf(question)]))

/** As Next has it: what was named more than once is a list. */
export type Query = Record<string, string | string[] | undefined>

/** The answers in a query. What is no answer to one of our questions counts as not answered. */
export function answersFrom(query: Query): Answers {
  const known = Object.entries(schemas).flatMap(([id, schema]) => {
    const { success, data } = schema.safeParse(query[id])
    return success ? [[id, data] as const] : []
  })
  return Object.fromEntries(known)
}

/** Whether what names a question answers it: a form without JavaScript sends the open questions too, empty. */
export const isTidy = (query: Query): boolean =>
  Object.keys(query).filter((id) => Object.hasOwn(schemas, id)).length ===
  Object.keys(answersFrom(query)).length

/** The address of the guide with these answers, in the order of the questions: one situation, one address. */
export function addressOf(answers: Answers): string {
  const given = questions.flatMap(({ id }) => (answers[id] ? [[id, answers[id]]] : []))
  return given.length ? `/choose?${new URLSearchParams(given).toString()}` : '/choose'
}
