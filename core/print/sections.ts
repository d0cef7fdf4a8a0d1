import { knownForm } from '../access/told.ts'
import type { CoreCtx } from '../data/context.ts'
import { formFor } from '../registry/forms.ts'
import type { ModelEntity, ModelField } from '../registry/model.ts'
import { holds } from './holds.ts'

export interface Section {
  readonly label: string | null
  /** Fields that stand side by side. */
  readonly groups: readonly (readonly ModelField[])[]
  /** What must hold of the record for it to be there: its own condition, and that of its tab. */
  readonly when: readonly object[]
}

/** The sections of a record's page that are there as it stands. */
export async function shownSections(ctx: CoreCtx, entity: ModelEntity, id: string, asOf?: string): Promise<readonly Section[]> {
  const shown: Section[] = []
  for (const section of sectionsOf(ctx, entity)) {
    const [first, second] = section.when
    if ((await holds(ctx, entity.name, id, first, asOf)) && (await holds(ctx, entity.name, id, second, asOf))) shown.push(section)
  }
  return shown
}

/** The form as its plugin laid it out, of the fields that the reader may see; what no form names comes last, as on the screen. */
function sectionsOf(ctx: CoreCtx, entity: ModelEntity): readonly Section[] {
  const seen = new Map([...entity.fields].filter(([name, field]) => field.type.type !== 'json' && ctx.access.field(entity.name, name, 'read') !== 'none'))
  const form = formFor(ctx.model, entity.name, ctx.access.caller.roles)
  const known = form && knownForm({ model: ctx.model, access: ctx.access }, entity.name, form)
  const placed = (known?.sections ?? []).map(section => ({
    label: section.label ?? null,
    when: [section.when, known?.tabs?.find(tab => tab.name === section.tab)?.when].filter(one => one !== undefined),
    groups: section.fields.map(one => [one].flat().flatMap(name => seen.get(name) ?? [])).filter(group => group.length > 0),
  }))
  const named = new Set([...placed.flatMap(section => section.groups.flat().map(field => field.name)), ...(form?.hidden ?? [])])
  const rest = [...seen.values()].filter(
    field => !named.has(field.name) && (!form || field.options.readonly !== true || field.type.type === 'series' || field.computed !== null),
  )
  const last = rest.length === 0 ? [] : [{ label: placed.length === 0 ? null : 'More', when: [], groups: pairs(rest) }]
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
