import { sql } from 'drizzle-orm'
import { addMember, ensureAccount, plainEmail, setPassword } from './auth/accounts.ts'
import { noteLanguage } from './auth/language.ts'
import { checkPassword, hashPassword } from './auth/passwords.ts'
import { giveRoles } from './auth/users.ts'
import { tableName } from './data/identifiers.ts'
import { Refused } from './errors.ts'
import { settleBridges } from './plans/plugins/lifecycle.ts'
import { withNeeds } from './plans/plugins/refusal.ts'
import { createWorkspace, setPlugins, type WorkspaceShape } from './plans/workspace.ts'
import { change } from './records/change.ts'
import { systemContext } from './records/context.ts'
import { find } from './records/find.ts'
import { countries, currencies } from './system/countries.ts'
import type { World } from './world.ts'

export interface SetupInput {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly company: { readonly name: string; readonly country: string; readonly currency: string; readonly zone: string; readonly fiscalYearStart: number }
  readonly locale: string
  readonly plugins: readonly string[]
  readonly sample: boolean
}

export const mainWorkspace: WorkspaceShape = { name: 'main', title: 'Main', sample: false }

/** What must be right before anything is made. */
export function checkSetup(world: World, input: SetupInput): void {
  const errors: { field: string; code: string; message: string }[] = []
  const need = (field: string, good: boolean, message: string): void => {
    if (!good) errors.push({ field, code: 'required', message })
  }
  need('name', input.name.trim() !== '', 'Fill in your name.')
  need('email', plainEmail(input.email) !== null, 'Give an e-mail address such as name@example.com.')
  need('company.name', input.company.name.trim() !== '', 'Fill in the name of your business.')
  need(
    'company.country',
    countries.some(one => one.code === input.company.country),
    'Choose a country.',
  )
  need(
    'company.currency',
    currencies.some(one => one.code === input.company.currency),
    'Choose a currency.',
  )
  need(
    'company.fiscalYearStart',
    Number.isInteger(input.company.fiscalYearStart) && input.company.fiscalYearStart >= 1 && input.company.fiscalYearStart <= 12,
    'Choose the month in which the fiscal year begins.',
  )
  need('locale', ['en', 'hi'].includes(input.locale), 'Choose a language.')
  for (const id of input.plugins) need('plugins', world.plugins.has(id), 'One of the chosen plugins is not installed here.')
  if (errors.length > 0)
    throw new Refused(422, 'invalid', errors.length === 1 ? (errors[0]?.message ?? '') : 'Correct what is marked, then try again.', { errors })
  checkPassword(input.password, input.email)
}

/** The first run: the company, its owner, the plugins they chose, and a place to try things. Gives the owner's account. Each step may be done twice. */
export async function completeSetup(world: World, input: SetupInput): Promise<string> {
  checkSetup(world, input)
  const email = plainEmail(input.email) ?? ''
  const password = await hashPassword(input.password)
  const places: WorkspaceShape[] = [
    { ...mainWorkspace, title: input.company.name.trim().slice(0, 80) },
    ...(input.sample ? [{ name: 'sample', title: `${input.company.name.trim().slice(0, 60)} (sample)`, sample: true }] : []),
  ]
  const account = await ensureAccount(world.db.app, email, null)
  await noteLanguage(world, account, input.locale)
  for (const place of places) await furnish(world, place, input, account, email)
  // The password closes the first run: it comes last, so that one that was cut off can be begun again.
  await setPassword(world.db.app, account, password)
  return account
}

async function furnish(world: World, place: WorkspaceShape, input: SetupInput, account: string, email: string): Promise<void> {
  await createWorkspace(world, place)
  await nameWorkspace(world, place)
  const user = await systemContext(world, place.name, 'Sets up the business', 'seed', async ctx => {
    const { zone, country, currency, fiscalYearStart } = input.company
    const there = await find(ctx, 'core.company', { fields: ['name'], limit: 1 })
    if (there.items.length === 0)
      await change(ctx, 'core.company', [{ verb: 'create', values: { name: input.company.name, country, currency, zone, fiscalYearStart } }])
    const known = new Set((await find(ctx, 'core.currency', { fields: ['code'], limit: 500 })).items.map(item => item.code))
    const wanted = [...new Set([currency, 'INR', 'USD', 'EUR'])].filter(code => !known.has(code))
    await change(
      ctx,
      'core.currency',
      wanted.map(code => ({ verb: 'create', values: currencyOf(code) })),
    )
    const old = (await find(ctx, 'core.user', { where: { email }, fields: ['name'], limit: 1 })).items[0]
    const id =
      old?.id ??
      (
        (await change(ctx, 'core.user', [{ verb: 'create', values: { name: input.name, email, locale: input.locale, account } }], { server: true }))[0] as {
          id: string
        }
      ).id
    await giveRoles(ctx, id, ['core.owner'])
    return id
  })
  await addMember(world.db.app, account, place.name, user)
  const chain = [...new Set(input.plugins.flatMap(id => withNeeds(world, world.plugins.get(id) as never)))].filter(plugin => plugin.id !== 'core')
  await setPlugins(
    world,
    place,
    chain.map(plugin => ({ id: plugin.id, version: plugin.version, state: 'enabled' })),
  )
  await settleBridges(world, place)
}

function currencyOf(code: string): { code: string; name: string; digits: number } {
  return currencies.find(one => one.code === code) ?? { code, name: code, digits: 2 }
}

async function nameWorkspace(world: World, { name, title }: WorkspaceShape): Promise<void> {
  await world.db.app.run(sql`update ${tableName('sangam', 'workspace')} set title = ${title} where name = ${name}`)
}
