import 'server-only'
import { labPaths } from '@/lib/api-schema/api'

/** The pages of the lab by their first segment: the folders of `app/(lab)` with a page in them, but for the guide. */
export const labPages = ['compare', 'experiments', 'glossary', 'outbox', 'read-paths', 'spa', 'tour', 'wire']

const labRoutes = [...labPages.map((name) => `/${name}`), ...labPaths, '/api/lab']

/** Whether a path is of the lab, and nothing is there without it. @param path without a query */
export const isOfLab = (path: string) =>
  labRoutes.some((route) => path === route || path.startsWith(`${route}/`))
