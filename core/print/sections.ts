import { knownForm } from '../access/told.ts'
import type { CoreCtx } from '../data/context.ts'
import { formFor } from '../registry/forms.ts'
import type { ModelEntity, ModelField } from '../registry/model.ts'

export interface Section {
  readonly label: string | null
  /** Fields that stand side by side. */
  readonly groups: readonly (readonly ModelField[])[]
}

/** The form as its plugin laid it out, of the fields that the reader may see; what no form names comes last, as on the screen. */
export function sectionsOf(ctx: CoreCtx, entity: ModelEntity): readonly Section[] {
  const seen = new Map([...entity.fields].filter(([name, field]) => field.type.type !== 'json' && ctx.access.field(entity.name, name, 'read') !== 'none'))
  const form = formFor(ctx.model, entity.name, ctx.access.caller.roles)
  const placed = (form ? knownForm({ model: ctx.model, access: ctx.access }, entity.name, form).sections : []).map(section => ({
    label: section.label ?? null,
    groups: section.fields.map(one => [one].flat().flatMap(name => seen.get(name) ?? [])).filter(group => group.length > 0),
  }))
  const named = new Set([...placed.flatMap(section => section.groups.flat().map(field => field.name)), ...(form?.hidden ?? [])])
  const rest = [...seen.values()].filter(
    field => !named.has(field.name) && (!form || field.options.readonly !== true || field.type.type === 'series' || field.computed !== null),
  )
  const last = rest.length === 0 ? [] : [{ label: placed.length === 0 ? null : 'More', groups: pairs(rest) }]
  return [...placed, ...last].filter(section => section.groups.length > 0)
}

function pairs(fields: readonly ModelField[]): readonly (readonly ModelField[])[] {
  const groups: ModelField[][] = []
  for (const field of fields) {
    const open = groups.at(-1)
    if (open?.length === 1 && !isWide(open[0]) && !isWide(field)) open.push(field)
    else groups.push([field])
  }
  return groups
}

/** What takes the whole width. */
export function isWide(field: ModelField | undefined): boolean {
  return field?.options.multiline === true || ['lines', 'richText', 'address'].includes(field?.type.type ?? '')
}
