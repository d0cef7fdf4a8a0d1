import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { settled } from './browser.ts'
import { shot } from './steps.ts'

/** Opens a list from the navigation, as somebody does who knows no address. */
async function list(page: Page, name: string): Promise<void> {
  await page.locator('sangam-navigation').getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { name: new RegExp(`^${name}\\b`) }).waitFor()
}

async function more(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'More', exact: true }).first().click()
  await page.getByRole('menuitem', { name: item }).click()
}

/** The dialog that asks for what an act needs: behind it may stand a button of the same name. */
const asked = (page: Page): Locator => page.locator('sangam-ask-fields')

const deal = 'Twenty looms for Surat'

async function openDeal(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.keyboard.type(deal)
  await page.getByRole('option', { name: deal }).first().click()
  await page.getByRole('heading', { name: deal }).waitFor()
}

/** What a sales manager does in a week, by words that stand on the screen alone: no address is typed. */
export const week: readonly { readonly thing: string; readonly done: (page: Page) => Promise<void> }[] = [
  {
    thing: 'finds a customer while they are on the line',
    done: async page => {
      await page.keyboard.press('Control+k')
      await page.keyboard.type('Zotware')
      await page
        .getByRole('option', { name: /Zotware/ })
        .first()
        .click()
      await page.getByRole('heading', { name: 'Zotware', exact: true }).waitFor()
    },
  },
  {
    thing: 'makes a lead with a customer made on the spot, and types its value short',
    done: async page => {
      await list(page, 'Leads')
      await page.getByText('New Lead', { exact: true }).click()
      await page.getByRole('textbox', { name: 'Title' }).fill(deal)
      await page.getByRole('combobox', { name: 'Party' }).fill('Meghna Textiles')
      await page.getByRole('option', { name: 'Make “Meghna Textiles”…' }).click()
      await page.getByRole('heading', { name: 'New Party' }).waitFor()
      await asked(page).getByRole('button', { name: 'Create', exact: true }).click()
      await page.getByRole('heading', { name: 'New Party' }).waitFor({ state: 'detached' })
      await page.getByRole('textbox', { name: 'Value' }).first().fill('12.5L')
      await page.getByText('= ₹12,50,000').waitFor()
      await page.getByRole('button', { name: 'Create', exact: true }).last().click()
      await page.getByText(`“${deal}” is created.`).waitFor()
    },
  },
  {
    thing: 'goes back to what she had open before, and from there to the deal, without typing',
    done: async page => {
      for (const name of ['Zotware', deal]) {
        await page.keyboard.press('Control+k')
        await page.getByRole('group', { name: 'Opened last' }).getByRole('option', { name, selected: true }).waitFor()
        await page.keyboard.press('Enter')
        await page.getByRole('heading', { name }).waitFor()
      }
    },
  },
  {
    thing: 'takes a quotation as a paper',
    done: async page => {
      const coming = page.waitForEvent('download')
      await more(page, 'Quotation as PDF')
      expect((await coming).suggestedFilename()).toMatch(/\.pdf$/)
    },
  },
  {
    thing: 'wins a deal, and takes that up again',
    done: async page => {
      await page.getByRole('button', { name: 'Win', exact: true }).first().click()
      await page.getByText('Done: Win').waitFor()
      await page.getByRole('button', { name: 'Reopen' }).first().click()
      await shot(page, 'week-reopen')
      await asked(page).getByRole('button', { name: 'Reopen' }).click()
      await page.getByText('Done: Reopen').waitFor()
    },
  },
  {
    thing: 'loses it with its reason',
    done: async page => {
      await page.getByRole('button', { name: 'Lose', exact: true }).first().click()
      await asked(page).getByLabel('Why it was lost').selectOption({ label: 'Price' })
      await asked(page).getByRole('button', { name: 'Lose', exact: true }).click()
      await page.getByText('Done: Lose').waitFor()
    },
  },
  {
    thing: 'sees what changed on a deal and who did it',
    done: async page => {
      await list(page, 'Leads')
      await openDeal(page)
      await page.getByRole('button', { name: 'Changes', exact: true }).click()
      await page.getByText('Asha Sharma').last().waitFor()
      await shot(page, 'week-changes')
    },
  },
  {
    thing: 'gives five leads to a colleague, and takes that back',
    done: async page => {
      await list(page, 'Leads')
      await page.getByRole('button', { name: 'Open', exact: true }).click()
      await page.getByRole('button', { name: 'Filter: 1' }).waitFor()
      await page.getByText('By stage', { exact: true }).waitFor()
      // The lines of the list that is left are not those that are meant.
      await settled(page)
      for (const at of [1, 2, 3, 4, 5]) await page.getByRole('checkbox').nth(at).click()
      const bar = page.getByRole('toolbar', { name: 'With the chosen records' })
      await bar.getByRole('button', { name: 'Edit' }).click()
      await page.getByRole('menuitem', { name: 'Owner' }).click()
      // The bar stands at the window's lower edge: the names are to be seen all the same.
      const names = page.getByRole('listbox', { name: 'Owner' })
      await names.getByRole('option').nth(7).waitFor()
      await shot(page, 'week-owner')
      const box = await names.boundingBox()
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(900)
      await bar.getByRole('combobox').fill('Dustin')
      await names.getByRole('option', { name: 'Dustin Brinkmann' }).click()
      await page.getByText('5 leads changed.').waitFor()
      await page.getByRole('button', { name: 'Undo' }).click()
    },
  },
  {
    thing: 'has what she sees as a spreadsheet',
    done: async page => {
      await page.getByRole('searchbox', { name: 'Search in the list' }).fill('Silis')
      await page.getByText(/^\d\d? leads$/).waitFor()
      const coming = page.waitForEvent('download')
      await more(page, 'Export to Excel')
      expect((await coming).suggestedFilename()).toMatch(/\.xlsx$/)
    },
  },
  {
    thing: 'keeps the list that she uses each Monday, with a place in the navigation',
    done: async page => {
      await more(page, 'Save as a new view')
      await page.getByLabel('Name', { exact: true }).fill('Mondays')
      await page.getByRole('checkbox', { name: /A place in the navigation/ }).check()
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.locator('sangam-navigation').getByRole('link', { name: 'Mondays' }).waitFor()
    },
  },
  {
    thing: 'makes one of two customers, and takes that back',
    done: async page => {
      await list(page, 'Parties')
      await page.getByText('Acme Corporation').first().waitFor()
      for (const at of [1, 2]) await page.getByRole('checkbox').nth(at).click()
      await page.getByRole('button', { name: 'Merge…' }).click()
      await page.getByText('Stays: Acme Corporation').waitFor()
      await shot(page, 'week-merge')
      await page.getByRole('button', { name: 'Make one of them' }).click()
      await page.getByText('They are one now.').waitFor()
      await page.getByRole('button', { name: 'Undo' }).click()
      await page
        .getByText(/changed\.$/)
        .first()
        .waitFor()
    },
  },
  {
    thing: 'writes down a call, and plans the next',
    done: async page => {
      await openDeal(page)
      const words = page.locator('sangam-compose').getByRole('textbox').first()
      await page.getByRole('radio', { name: 'Call' }).click()
      await words.and(page.locator(':focus')).waitFor()
      await page.keyboard.type('They want a price for thirty')
      await page.getByRole('textbox', { name: 'Outcome' }).fill('A quotation by Friday')
      await page.getByRole('button', { name: 'Write down' }).click()
      await page.getByText('They want a price for thirty').last().waitFor()
      await page.locator('sangam-activity-row').getByText('A quotation by Friday').waitFor()
      await expect.poll(() => words.inputValue()).toBe('')
      await page.getByRole('radio', { name: 'Call' }).click()
      await words.and(page.locator(':focus')).waitFor()
      await page.keyboard.type('Ask whether the price fits')
      await page.getByRole('textbox', { name: 'Due' }).fill('tomorrow 14:30')
      await page.keyboard.press('Tab')
      await page.getByRole('button', { name: 'Plan it' }).click()
      await page.getByRole('checkbox', { name: /Ask whether the price fits/ }).waitFor()
      await shot(page, 'week-call')
    },
  },
  {
    thing: 'hangs a drawing on the deal',
    done: async page => {
      await page.getByRole('radio', { name: 'Comment' }).click()
      await page.getByRole('textbox', { name: 'Comment' }).fill('The hall')
      await page
        .locator('sangam-comment-box input[type=file]')
        .setInputFiles({ name: 'Hall, from above.txt', mimeType: 'text/plain', buffer: Buffer.from('Twenty looms in two rows.') })
      await page.locator('sangam-comment-box').getByRole('button', { name: 'Comment', exact: true }).click()
      await page.getByRole('link', { name: 'Hall, from above.txt' }).first().waitFor()
    },
  },
  {
    thing: 'sees in the inbox what she planned',
    done: async page => {
      await page
        .locator('sangam-navigation')
        .getByRole('link', { name: /^Inbox/ })
        .click()
      await page.getByText('Ask whether the price fits').first().waitFor()
      await shot(page, 'week-inbox')
    },
  },
  {
    thing: 'compares the stages in a chart, and goes from a bar to its deals',
    done: async page => {
      await list(page, 'Leads')
      await page.getByRole('link', { name: 'Chart', exact: true }).click()
      await page.getByRole('heading', { name: /^Leads/ }).waitFor()
      await page
        .locator('sangam-chart-screen')
        .getByRole('link', { name: /Engaging/ })
        .first()
        .click()
      await page.getByText(/^[\d,]+ leads$/).waitFor()
      await shot(page, 'week-chart')
    },
  },
  {
    thing: 'has her list mailed every Monday',
    done: async page => {
      await more(page, 'Send by mail…')
      await asked(page).locator('select').nth(1).selectOption('week')
      await shot(page, 'week-mail')
      await asked(page).getByRole('checkbox', { name: 'Monday' }).check()
      await asked(page).getByRole('button', { name: 'Set it up', exact: true }).click()
      await asked(page).waitFor({ state: 'detached' })
    },
  },
]
