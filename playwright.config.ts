import { defineConfig, devices, type LaunchOptions } from '@playwright/test'
import { findTestBrowser } from './scripts/testing/browser'

/** Every worker starts an instance of the app for itself (e2e/support): one build, its own folder and ports. */

const quiet = ['quic', 'background-networking', 'component-update', 'sync'].map(
  (feature) => `--disable-${feature}`,
)

const launchOptions: LaunchOptions = { args: ['--no-sandbox', '--disable-gpu', ...quiet] }
const executablePath = findTestBrowser()
if (executablePath) launchOptions.executablePath = executablePath

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'artifacts/browser',
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 120_000, // what hangs is found; how slow a machine may be is not the suite's business
  expect: { timeout: 20_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: 'artifacts/e2e.json' }],
    ['./e2e/support/hostile-provider/table.ts'],
  ],
  use: {
    screenshot: 'only-on-failure',
    trace: 'off', // recording one for each test costs much: `npx playwright test --trace on <spec>` when one fails
    launchOptions,
  },
  projects: [{ name: 'chromium', use: devices['Desktop Chrome'] }],
})
