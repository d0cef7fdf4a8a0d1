import type { Page } from 'playwright-core'

/** Goes to a button and types Enter: no pointer anywhere. */
export async function press(page: Page, name: string | RegExp, within = 'body'): Promise<void> {
  await page
    .locator(within)
    .getByRole('button', { name, exact: typeof name === 'string', disabled: false })
    .first()
    .focus()
  await page.keyboard.press('Enter')
}

/** Goes to a field and types over what it holds. */
export async function write(page: Page, label: string, text: string): Promise<void> {
  const name = named(label)
  await page.getByRole('textbox', { name }).or(page.getByRole('combobox', { name })).or(page.getByRole('spinbutton', { name })).first().focus()
  await page.keyboard.press('Control+A')
  await page.keyboard.type(text)
}

/** Ticks a box by the space bar. */
export async function tick(page: Page, label: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).first().focus()
  await page.keyboard.press('Space')
}

export async function choose(page: Page, label: string, option: string): Promise<void> {
  const select = page.getByRole('combobox', { name: named(label) }).first()
  await select.focus()
  await select.selectOption({ label: option })
}

/** Writes words into the list behind a choice or a flow, one under another. */
export async function words(page: Page, button: string, list: readonly string[]): Promise<void> {
  await press(page, button)
  for (const [at, word] of list.entries()) {
    await page.keyboard.press('Control+A')
    await page.keyboard.type(word)
    await page.keyboard.press(at === list.length - 1 ? 'Tab' : 'Enter')
  }
}

/** Adds a field of a type to the entity whose fields are shown. */
export async function addField(page: Page, type: string, label: string, more?: () => Promise<void>): Promise<void> {
  await press(page, 'Add a field')
  await press(page, new RegExp(`^${type} `))
  await write(page, 'Label', label)
  await more?.()
  await press(page, 'Add the field')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

/** Makes an entity in the draft and goes to its fields. */
export async function makeEntity(
  page: Page,
  url: string,
  { label, title, menu }: { readonly label: string; readonly title: string; readonly menu: string },
): Promise<void> {
  await page.goto(`${url}/studio`)
  await press(page, 'Make an entity')
  await write(page, 'One is called', label)
  await write(page, 'A record is known by its', title)
  await write(page, 'Stands in the menu under', menu)
  await press(page, 'Make it')
  await page.getByRole('tab', { name: /Fields/ }).waitFor()
}

/** Begins with the label: what helps stands behind it. */
function named(label: string): RegExp {
  return new RegExp(`^${label.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`)
}

/** What the focus stands on, as it is called. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let at = document.activeElement
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
    if (!at) return ''
    const labels = [...((at as HTMLInputElement).labels ?? [])]
    const { host } = at.getRootNode() as Partial<ShadowRoot>
    const said = [at.ariaLabel, ...labels.map(label => label.textContent), at.textContent, host?.textContent]
    return said.find(words => words?.trim())?.trim() ?? ''
  })
}

/** Goes on by the Tab key until it stands on what is called so: what no key reaches is not found, however visible it is. */
export async function tabTo(page: Page, name: string, keys: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const seen: string[] = []
  while (seen.length < 120) {
    const here = await focused(page)
    if (named(name).test(here)) return
    seen.push(here.slice(0, 40))
    await page.keyboard.press(keys)
  }
  throw new Error(`No Tab leads to “${name}”, only to: ${seen.join(' | ')}`)
}
