import 'server-only'
import { z } from 'zod'
import { isListOfPlainValues, parsed } from './plain-value'

/** An action by the id that the build gave it. Whether there is such an action is for Next to say: 404. */
export const actionId = /^[\da-f]{40,64}$/

const bound = z.strictObject({ id: z.string().regex(actionId), bound: z.union([z.null(), z.literal('$@1')]) })

type Fields = Map<string, string>

/**
 * Whether a form is one that our own pages send to an action: with a script, the arguments under `0` and the fields of the
 * form behind the number of its reference (`_1_email`); without, the fields, and the action in names that start with `$ACTION_`.
 * @param fields each name once, no files
 * @see react-server-dom-webpack, `encodeReply` and `decodeAction`
 */
export function isActionForm(fields: Fields, byScript: boolean): boolean {
  return byScript ? isReply(fields) : isProgressive(fields)
}

function isReply(fields: Fields): boolean {
  const others = [...fields.keys()].filter((name) => name !== '0')
  return isListOfPlainValues(fields.get('0') ?? '') && others.every((name) => /^_[\da-f]{1,4}_/.test(name))
}

function isProgressive(fields: Fields): boolean {
  const named = [...fields.keys()].filter((name) => name.startsWith('$ACTION'))
  const actions = named.filter((name) => /^\$ACTION_(ID|REF)_/.test(name))
  const [action = '', another] = actions
  if (another !== undefined) return false
  const [, number] = /^\$ACTION_REF_(\d{1,3})$/.exec(action) ?? []
  if (number !== undefined) return isBound(fields, named, `$ACTION_${number}`)
  const [, id] = /^\$ACTION_ID_(.*)$/.exec(action) ?? []
  return id !== undefined && actionId.test(id) && named.every((name) => name === action)
}

/** An action with the state of its form as the argument before the form. */
function isBound(fields: Fields, named: string[], prefix: string): boolean {
  const known = [`${prefix.replace('$ACTION_', '$ACTION_REF_')}`, `${prefix}:0`, `${prefix}:1`, '$ACTION_KEY']
  if (!named.every((name) => known.includes(name))) return false
  const { data } = bound.safeParse(parsed(fields.get(`${prefix}:0`) ?? ''))
  if (!data) return false
  return data.bound === null || isListOfPlainValues(fields.get(`${prefix}:1`) ?? '')
}
