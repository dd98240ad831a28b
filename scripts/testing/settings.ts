/** The settings of a test, in place before any module reads them. Nothing listens behind these addresses. */
Object.assign(process.env, {
  NODE_ENV: 'test',
  AUTH_URL: 'http://localhost:3000',
  AUTH_SECRET: 'fTq0dYxJ3mZ8vK1rB6nW9sGhC4pLuE2a',
  LOCAL_PROVIDER_SECRET: 'Rk7zVbN2xQ5wMj8cT1yHgD4fLs9aPuE3',
  DATABASE_URL: 'postgresql://nobody:none@127.0.0.1:1/none',
  LAB: 'on',
  DATA_DIR: 'artifacts/data',
  LOG_LEVEL: 'silent',
})
