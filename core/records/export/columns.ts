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
    const header =
      path.split('.').length > 1 && field
        ? `${ctx.t(entity.fields.get(path.split('.')[0] as string)?.label ?? path)}: ${ctx.t(field.label)}`
        : ctx.t(field?.label ?? path)
    if (!field) return [{ path, header: path, kind: systemFields.get(path)?.compare === 'instant' ? 'instant' : 'text' }]
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
    return [{ path, header, kind: kinds.get(field.type.type) ?? 'text', field }]
  })
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
  if (rest.length === 0 || !field) return field
  const target = field.to ? model.entities.get(field.to) : undefined
  if (!target) return undefined
  return rest[0] === '$title' ? { ...(target.fields.get(target.title) as ModelField), label: field.label } : fieldOf(model, target, rest.join('.'))
}
