import 'server-only'

/** Our deepest argument is a form's state with faults by field: four levels. */
const depthMax = 10
const widthMax = 10

/**
 * What React writes into the arguments of our actions, of all that its decoder would follow: text that starts with `$$`,
 * `undefined`, and the form itself. Never a reference to a module, a promise, a stream or another part of the body.
 * @see react-server-dom-webpack, `encodeReply`
 */
const ourReference = /^\$(\$|undefined$|K[\da-f]{1,4}$)/

function isPlain(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return !value.startsWith('$') || ourReference.test(value)
  if (typeof value !== 'object' || value === null) return true
  if (depth >= depthMax) return false
  return Object.entries(value).every(([name, member]) => name !== '__proto__' && isPlain(member, depth + 1))
}

/** Whether a text is the JSON of arguments as our own pages send them: a short list of plain values. */
export function isListOfPlainValues(text: string): boolean {
  const value = parsed(text)
  return Array.isArray(value) && value.length <= widthMax && isPlain(value)
}

/** @returns undefined for what is no JSON */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
