import type { Trial } from '@sangam/sdk'
import { trialProblems } from '../trial/of.ts'
import type { ModelEntity } from './model.ts'

type Draft = { trial: string | null } & Omit<ModelEntity, 'trial'>

/** Gives entities what plugins say of a trial of theirs. */
export function addTrial(entities: ReadonlyMap<string, Draft>, parts: readonly (Trial & { readonly plugin: string })[], problems: string[]): void {
  const before = problems.length
  for (const { entity: name, company, plugin } of parts) {
    const own = `Plugin ${plugin}: trial on ${name}`
    const entity = entities.get(name)
    const field = entity?.fields.get(company)
    if (!entity || entity.plugin !== plugin) problems.push(`${own}: the plugin has no such entity. What goes with a trial is said by the plugin that has it.`)
    else if (entity.linesOf) problems.push(`${own}: its records are lines, which go with the record they belong to.`)
    else if (field?.to !== 'core.company' || field.type.type !== 'reference')
      problems.push(`${own}: "${company}" is no reference to core.company, which says whose it is.`)
    else if ((entity.holds?.kept ?? []).some(kept => !Object.values(kept.by).includes(company)))
      problems.push(`${own}: sums of it are kept by no company, so that those of a trial can't be told apart. Keep them by "${company}" too.`)
    else entity.trial = company
  }
  if (problems.length === before) problems.push(...trialProblems(entities))
}
