import type { PublicPage } from '@sangam/sdk'
import { conditionProblems } from './conditions.ts'
import type { Model, ModelEntity } from './model.ts'
import { walkPath } from './paths.ts'

type Owned = PublicPage & { readonly plugin: string }

/** Gives each entity the page that its own plugin makes of it. */
export function addPublicPages(
  entities: ReadonlyMap<string, { -readonly [K in keyof ModelEntity]: ModelEntity[K] }>,
  pages: readonly Owned[],
  problems: string[],
): void {
  for (const { plugin, ...page } of pages) {
    const entity = entities.get(page.entity)
    const own = `Plugin ${plugin}: the public page of ${page.entity}`
    if (entity?.plugin !== plugin) problems.push(`${own} is for strangers, so only the plugin that has the entity can make it. Leave it out.`)
    else if (entity.publicPage) problems.push(`${own} is there twice. Leave one out.`)
    else if (entity.linesOf || entity.internal) problems.push(`${own} is of lines, or of what nobody sees. Make a page of the record they stand in.`)
    else entity.publicPage = page
  }
}

/** What must hold of public pages: what they show is there, and what they ask can be asked. */
export function checkPublicPages(model: Model, problems: string[]): void {
  for (const entity of model.entities.values()) {
    const { publicPage: page } = entity
    if (!page) continue
    const own = `Plugin ${entity.plugin}: the public page of ${entity.name}`
    if (!model.documents.some(one => one.entity === entity.name && one.name === page.document))
      problems.push(`${own} shows the document ${page.document}, which is none of it. Name one made by \`documentTemplate\`.`)
    for (const { field } of page.facts) {
      const end = walkPath(model.entities, entity.name, field)
      if (typeof end === 'string' || field.includes(':') || ['lines', 'json'].includes(end.field?.type.type ?? ''))
        problems.push(`${own} has "${field}" at its head, which is no value of the record. Name a field, or a path to one.`)
    }
    if (page.until !== undefined && entity.fields.get(page.until)?.type.type !== 'date')
      problems.push(`${own} lasts until "${page.until}", which is no field of a day.`)
    for (const where of [page.when, ...[...page.facts, ...page.notices].flatMap(({ where }) => where ?? [])]) {
      if (Object.keys(where).length === 0) problems.push(`${own} has an empty condition. Say which records it is for.`)
      else for (const problem of conditionProblems(model.entities, entity.name, where)) problems.push(`${own}: ${problem}`)
    }
  }
}
