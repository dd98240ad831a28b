import { expect, test } from './browser-test'

/** The app opened under a name that is not its own: an honest person there is told where to go. */

test('with JavaScript every page says where forms are taken, and leads there', async ({ page, app }) => {
  await page.goto(`${app.url.replace('localhost', '127.0.0.1')}/forgot-password`)
  const notice = page.getByRole('alert').filter({ hasText: 'forms are taken at' })
  await expect(notice).toContainText(`taken at ${app.origin} only`)
  await notice.getByRole('link').click()
  await expect(page).toHaveURL(`${app.origin}/forgot-password`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(notice).toHaveCount(0)
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the refused form leads to the same page at the right address', async ({ page, app }) => {
    await page.goto(`${app.url.replace('localhost', '127.0.0.1')}/forgot-password`)
    await page.getByLabel('Email').fill('ada@example.com')
    const answer = page.waitForResponse((response) => response.request().method() === 'POST')
    await page.getByRole('button', { name: 'Send' }).click()
    expect((await answer).status()).toBe(403)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This request came from another site.')
    await page.getByRole('link', { name: `${app.origin}/forgot-password` }).click()
    await expect(page).toHaveURL(`${app.origin}/forgot-password`)
  })
})
