import { inject } from 'vitest'
import { createDatabase } from '@/lib/db/testing/scratch-database'

/** Every test file works in a database of its own. */
const template = inject('templateUrl')
process.env.DATABASE_URL = await createDatabase(template, new URL(template).pathname.slice(1))
