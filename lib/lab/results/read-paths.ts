import 'server-only'
import { z } from 'zod'
import { strategyIds } from '@/lib/strategies'
import committed from './read-paths.json'

const matrix = z.record(z.string(), z.record(z.enum(strategyIds), z.string()))

/**
 * By place and strategy: what the place sees of a request, and what it may write. Written by
 * `e2e/security/read-paths.spec.ts` (to `artifacts/`), which fails when this copy does not say the same.
 */
export const readPaths = () => matrix.parse(committed)
