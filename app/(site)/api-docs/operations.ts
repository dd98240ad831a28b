import type { OpenApiDocument } from '@/lib/api-schema/openapi'
import { fieldsOf, type ApiField, type Schema } from './fields-of'

export type ApiAnswer = { status: string; description: string; type: string | null; fields: ApiField[] }
export type ApiBody = { title: string; fields: ApiField[] }
export type ApiOperation = {
  id: string
  method: string
  path: string
  summary: string
  description: string | undefined
  parameters: ApiField[]
  bodies: ApiBody[]
  answers: ApiAnswer[]
}

type Content = { content?: Record<string, { schema: Schema }> }
type Parameter = { name: string; in: string; required: boolean; schema: Schema }
type Written = {
  summary: string
  description?: string
  parameters: Parameter[]
  requestBody?: Content
  responses: Record<string, Content & { description: string }>
}

/** The document as a page needs it: a flat list, in its order. */
export const operationsOf = ({ paths }: OpenApiDocument): ApiOperation[] =>
  Object.entries(paths as unknown as Record<string, Record<string, Written>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, written]) => operation(path, method.toUpperCase(), written)),
  )

const operation = (path: string, method: string, written: Written): ApiOperation => ({
  id: `${method}${path}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, ''),
  method,
  path,
  summary: written.summary,
  description: written.description,
  parameters: written.parameters.map(parameter),
  bodies: bodiesOf(written.requestBody),
  answers: Object.entries(written.responses).map(answer),
})

/** One for each media type, and for each kind of body that it may be. */
const bodiesOf = ({ content = {} }: Content = {}): ApiBody[] =>
  Object.entries(content).flatMap(([type, { schema }]) =>
    (schema.oneOf ?? schema.anyOf ?? [schema]).map((one) => ({
      title: ['Body', nameOf[type] ?? type, one.title].filter(Boolean).join(', '),
      fields: fieldsOf(one),
    })),
  )

const nameOf: Record<string, string> = {
  'application/json': 'JSON',
  'application/x-www-form-urlencoded': 'form-encoded',
}

const parameter = ({ name, in: place, required, schema }: Parameter): ApiField => {
  const [field] = fieldsOf({ properties: { [name]: schema }, required: required ? [name] : [] })
  return { ...field!, note: [`in ${place}`, field!.note].filter(Boolean).join('; ') }
}

function answer([status, { description, ...rest }]: [string, Content & { description: string }]): ApiAnswer {
  const content = only(rest)
  const ours = content?.type === 'application/json'
  return { status, description, type: content?.type ?? null, fields: ours ? fieldsOf(content.schema) : [] }
}

function only({ content }: Content) {
  const [first] = Object.entries(content ?? {})
  return first && { type: first[0], schema: first[1].schema }
}
