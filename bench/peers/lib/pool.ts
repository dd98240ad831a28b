import 'server-only'
import { Pool } from 'pg'
import { databaseUrl } from './settings'

let made: Pool | undefined

/** One pool for all peers, as large as that of the app. */
export const pool = () => (made ??= new Pool({ connectionString: databaseUrl(), max: 10 }))
