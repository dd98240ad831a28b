export type Schema = {
  title?: string
  type?: string | string[]
  format?: string
  enum?: unknown[]
  const?: unknown
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  minLength?: number
  maxLength?: number
  description?: string
  [other: string]: unknown
}

export type ApiField = { name: string; type: string; required: boolean; note: string }

/** The fields of an object, those of objects within it by their path: `user.email`, `sessions[].id`. */
export function fieldsOf(schema: Schema = {}, prefix = ''): ApiField[] {
  const named = Object.entries(schema.properties ?? {})
  const either = schema.anyOf ?? schema.oneOf
  if (either) return fieldsOfEither(either, prefix)
  if (schema.type === 'array' && schema.items) return fieldsOf(schema.items, `${prefix}[]`)
  return named.flatMap(([name, field]) => {
    const path = [prefix, name].filter(Boolean).join('.')
    return [
      {
        name: path,
        type: typeOf(field),
        required: schema.required?.includes(name) ?? false,
        note: noteOf(field),
      },
      ...fieldsOf(field, path),
    ]
  })
}

/** The fields of all alternatives; needed is what each of them needs. */
function fieldsOfEither(alternatives: Schema[], prefix: string): ApiField[] {
  const each = alternatives.map((one) => fieldsOf(one, prefix))
  const byName = new Map(each.flat().map((field) => [field.name, field]))
  const isNeeded = (name: string) =>
    each.every((fields) => fields.some((field) => field.name === name && field.required))
  return [...byName.values()].map((field) => ({
    name: field.name,
    type: field.type,
    required: isNeeded(field.name),
    note: field.note,
  }))
}

function typeOf({ type, format, enum: values, const: value, items, anyOf, oneOf }: Schema): string {
  const either = anyOf ?? oneOf
  if (value !== undefined) return JSON.stringify(value)
  if (values) return values.map((one) => JSON.stringify(one)).join(' | ')
  if (either) return either.map(typeOf).join(' | ')
  if (items) return `${typeOf(items)}[]`
  return [format ?? [type ?? 'any'].flat().join(' | ')].join('')
}

const noteOf = ({ minLength, maxLength, description }: Schema) =>
  [
    minLength !== undefined && minLength > 0 && `at least ${minLength}`,
    maxLength !== undefined && `at most ${maxLength} characters`,
    description,
  ]
    .filter(Boolean)
    .join(', ')
