import { linkFields, linkTable } from '../registry/links.ts'
import type { Model, ModelEntity } from '../registry/model.ts'

/** What core's own fixed statements read before anyone's rights are known (who asks, with what roles), or ask by themselves beside a change. */
const read = new Set([
  'core.company',
  'core.team',
  'core.teamMember',
  'core.file',
  'core.approval',
  'core.automation',
  'core.automationRun',
  'core.webhook',
  'core.role',
  'core.user',
  'core.userRole',
  'core.share',
])

/** Whether the records of an entity answer to the compiler and the pipeline alone. */
export function isClosed(entity: Pick<ModelEntity, 'name'>): boolean {
  return !read.has(entity.name)
}

/** The tables that answer to the compiler and the pipeline alone: records, their lists of references, and the history, which holds all of them. */
export function closedTables(model: Model): string[] {
  const entities = [...model.entities.values()]
  const links = entities.flatMap(entity => linkFields(entity).map(field => linkTable(entity, field)))
  return [...entities.filter(isClosed).map(entity => entity.table), ...links, 'core_history']
}
