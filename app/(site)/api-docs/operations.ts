import type { OpenApiDocument } from '@/lib/forms/openapi'
import { fieldsOf, type ApiField, type Schema } from './fields-of'

export type ApiAnswer = { status: string; description: string; type: string | null; fields: ApiField[] }
export type ApiOperation = {
  id: string
  method: string
  path: string
  summary: string
  description: string | undefined
  parameters: ApiField[]
  body: ApiField[] | null
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
  ...{ method, path, summary: written.summary, description: written.description },
  parameters: written.parameters.map(parameter),
  body: written.requestBody ? fieldsOf(only(written.requestBody)?.schema) : null,
  answers: Object.entries(written.responses).map(answer),
})

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
