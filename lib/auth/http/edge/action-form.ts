import 'server-only'
import { z } from 'zod'
import { isListOfPlainValues, parsed } from './plain-value'

/** An action by the id that the build gave it. */
export const actionId = /^[\da-f]{40,64}$/

const bound = z.strictObject({ id: z.string().regex(actionId), bound: z.union([z.null(), z.literal('$@1')]) })

type Fields = Map<string, string>

/**
 * Whether a form is what our own pages send by a script: the arguments of an action under `0`, and the fields of the form
 * behind the number of its reference (`_1_email`).
 * @param fields no files, `0` once
 * @see react-server-dom-webpack, `encodeReply`
 */
export function isReply(fields: Fields): boolean {
  const others = [...fields.keys()].filter((name) => name !== '0')
  return isListOfPlainValues(fields.get('0') ?? '') && others.every((name) => /^_[\da-f]{1,4}_/.test(name))
}

/**
 * The id of the action in a form that one of our own pages sent without a script: in names that start with `$ACTION_`.
 * @param fields no files, each such name once
 * @returns null for a form that none of our pages sends
 * @see react-server-dom-webpack, `decodeAction`
 */
export function actionOf(fields: Fields): string | null {
  const named = [...fields.keys()].filter((name) => name.startsWith('$ACTION'))
  const actions = named.filter((name) => /^\$ACTION_(ID|REF)_/.test(name))
  const [action = '', another] = actions
  if (another !== undefined) return null
  const [, number] = /^\$ACTION_REF_(\d{1,3})$/.exec(action) ?? []
  if (number !== undefined) return boundActionOf(fields, named, `$ACTION_${number}`)
  const [, id] = /^\$ACTION_ID_(.*)$/.exec(action) ?? []
  return id !== undefined && actionId.test(id) && named.every((name) => name === action) ? id : null
}

/** An action with the state of its form as the argument before the form. */
function boundActionOf(fields: Fields, named: string[], prefix: string): string | null {
  const known = [`${prefix.replace('$ACTION_', '$ACTION_REF_')}`, `${prefix}:0`, `${prefix}:1`, '$ACTION_KEY']
  if (!named.every((name) => known.includes(name))) return null
  const { data } = bound.safeParse(parsed(fields.get(`${prefix}:0`) ?? ''))
  if (!data) return null
  return data.bound === null || isListOfPlainValues(fields.get(`${prefix}:1`) ?? '') ? data.id : null
}
