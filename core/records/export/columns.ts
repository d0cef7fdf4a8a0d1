import type { CoreCtx } from '../../data/context.ts'
import { targetsOf } from '../../registry/links.ts'
import type { Model, ModelEntity, ModelField } from '../../registry/model.ts'
import { systemFields } from '../../registry/model.ts'
import type { ExportColumn } from './cells.ts'

/** The fields of an entity that a caller exports who names none. */
export function visible(ctx: CoreCtx, entity: ModelEntity): string[] {
  return [...entity.fields.values()]
    .filter(field => !['lines', 'json'].includes(field.type.type) && ctx.access.field(entity.name, field.name, 'read') !== 'none')
    .map(field => field.name)
}

/** The columns of a file, by the paths that it is asked for. */
export function columnsOf(ctx: CoreCtx, entity: ModelEntity, paths: readonly string[]): ExportColumn[] {
  return paths.flatMap((path): ExportColumn[] => {
    const field = fieldOf(ctx.model, entity, path)
    if (!field) return [keptColumn(ctx, entity, path)]
    const [first = '', ...rest] = path.split('.')
    const before = entity.fields.get(first)?.label ?? kept.get(first)
    const header = rest.length > 0 && rest[0] !== '$title' ? `${ctx.t(before ?? path)}: ${ctx.t(field.label)}` : ctx.t(field.label)
    if (field.type.type === 'references') return [{ path: `${path}.$title`, header, kind: 'titles', field }]
    if (field.type.type === 'oneOf') {
      const kinds = targetsOf(field).map(name => [name, ctx.t(ctx.model.entities.get(name)?.label ?? name)] as const)
      return [{ path, header, kind: 'text', kinds: Object.fromEntries(kinds), field }]
    }
    if (field.type.type === 'reference') return [{ path: `${path}.$title`, header, kind: 'text', field }]
    if (field.type.type === 'money')
      return [
        { path, header, kind: 'amount', field },
        { path, header: `${header} (${ctx.t('Currency')})`, kind: 'currency', field },
      ]
    return [{ path, header, ...kindOf(ctx, kinds.get(field.type.type)), field }]
  })
}

/** What every record keeps of itself, as people call it. */
const kept: ReadonlyMap<string, string> = new Map([
  ['id', 'Record ID'],
  ['version', 'Version'],
  ['createdAt', 'Created on'],
  ['createdBy', 'Created by'],
  ['updatedAt', 'Changed on'],
  ['updatedBy', 'Changed by'],
])

/** A column of what every record keeps, of the record itself or of one that it refers to: of people, their names. */
function keptColumn(ctx: CoreCtx, entity: ModelEntity, path: string): ExportColumn {
  const parts = path.split('.').filter(part => part !== '$title')
  const last = parts.at(-1) ?? ''
  const label = kept.get(last)
  if (label === undefined) return { path, header: path, kind: 'text' }
  const before = parts.length > 1 ? `${ctx.t(entity.fields.get(parts[0] as string)?.label ?? kept.get(parts[0] as string) ?? '')}: ` : ''
  const person = last.endsWith('By')
  const kind = systemFields.get(last)?.compare === 'instant' ? 'instant' : 'text'
  return { path: person ? `${parts.join('.')}.$title` : path, header: `${before}${ctx.t(label)}`, ...kindOf(ctx, kind) }
}

/** Moments are written as whoever takes them out sees them. */
function kindOf(ctx: CoreCtx, kind: ExportColumn['kind'] = 'text'): Pick<ExportColumn, 'kind' | 'zone'> {
  return kind === 'instant' ? { kind, zone: ctx.access.caller.ownZone ?? ctx.scope.zone } : { kind }
}

const kinds: ReadonlyMap<string, ExportColumn['kind']> = new Map([
  ['integer', 'number'],
  ['decimal', 'number'],
  ['percent', 'number'],
  ['rating', 'number'],
  ['duration', 'duration'],
  ['date', 'date'],
  ['datetime', 'instant'],
  ['boolean', 'boolean'],
  ['choices', 'set'],
  ['address', 'address'],
  ['emails', 'set'],
  ['phones', 'set'],
  ['urls', 'set'],
])

/** The field a path ends at; `$title` ends at the target's title. */
function fieldOf(model: Model, entity: ModelEntity, path: string): ModelField | undefined {
  const [first, ...rest] = path.split('.') as [string, ...string[]]
  const field = entity.fields.get(first)
  if (rest.length > 0 && first.endsWith('By') && systemFields.has(first) && rest[0] !== '$title')
    return fieldOf(model, model.entities.get('core.user') as ModelEntity, rest.join('.'))
  if (rest.length === 0 || !field) return field
  const target = field.to ? model.entities.get(field.to) : undefined
  if (!target) return undefined
  return rest[0] === '$title' ? { ...(target.fields.get(target.title) as ModelField), label: field.label } : fieldOf(model, target, rest.join('.'))
}
