import 'server-only'
import { Pool } from 'pg'

/** One pool for all peers, as large as that of the app. Connects at its first query: `next build` has no database. */
export const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
