import type { Json, Settings } from '@sangam/sdk'
import { systemAccess } from '../access/resolve.ts'
import type { CoreCtx } from '../data/context.ts'
import { Refused } from '../errors.ts'
import { fieldOf } from '../registry/build.ts'
import type { ModelField } from '../registry/model.ts'
import { normalised } from './change/merge.ts'
import { isSecret } from './change/secrets.ts'
import { change } from './change.ts'
import { find } from './find.ts'
import { checkValue } from './validate.ts'

type Values = { [field: string]: Json }

/** The values of a page of settings, with what its fields say where nothing is set. */
export async function readSettings(ctx: CoreCtx, settings: Settings): Promise<Values> {
  const stored = await rowOf(ctx, settings.name)
  const values = (stored?.values ?? {}) as Values
  return Object.fromEntries(
    Object.entries(settings.fields).map(([name, field]) => [name, values[name] ?? (field.options as { default?: Json }).default ?? null]),
  )
}

/** As people see them: what is secret is not shown, only whether it is set. */
export async function shownSettings(ctx: CoreCtx, settings: Settings): Promise<Values> {
  const values = await readSettings(ctx, settings)
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isSecret(settings, name) && value !== null ? '••••••••' : value]))
}

/** Writes what is given over what is set; a secret that comes back as it was shown stays, but for one that was given for another server. */
export async function writeSettings(ctx: CoreCtx, settings: Settings, given: Values): Promise<void> {
  const stored = await rowOf(ctx, settings.name)
  const values: Values = { ...((stored?.values ?? {}) as Values) }
  if (Object.hasOwn(settings.fields, 'host') && given.host !== undefined && given.host !== (values.host ?? null))
    for (const name of Object.keys(values)) if (isSecret(settings, name)) delete values[name]
  const errors: { field: string; code: string; message: string; values?: { [name: string]: string | number } }[] = []
  for (const [name, value] of Object.entries(given)) {
    const shape = Object.hasOwn(settings.fields, name) ? settings.fields[name] : undefined
    if (!shape) {
      errors.push({ field: name, code: 'unknown_field', message: 'There is no field "{name}" here.', values: { name: name.slice(0, 80) } })
      continue
    }
    if (isSecret(settings, name) && value === '••••••••') continue
    const field: ModelField = fieldOf('settings', name, shape)
    const made = normalised(field, value)
    const issue = checkValue(field, made)
    if (issue) errors.push({ field: name, ...issue })
    else values[name] = made
  }
  if (errors.length > 0) throw new Refused(422, 'invalid', 'Correct what is marked, then try again.', { errors })
  await ctx.asSystem('Saves a page of settings', async system => {
    const request = stored
      ? ({ verb: 'update', id: stored.id, patch: { values } } as const)
      : ({ verb: 'create', values: { name: settings.name, values } } as const)
    await change(system as CoreCtx, 'core.setting', [request], { server: true })
  })
}

async function rowOf(ctx: CoreCtx, name: string): Promise<{ id: string; values: Json } | null> {
  const page = await find({ ...ctx, access: systemAccess(ctx.access.caller, 'reads settings') }, 'core.setting', {
    where: { name },
    fields: ['values'],
    limit: 1,
  })
  return (page.items[0] as { id: string; values: Json } | undefined) ?? null
}
