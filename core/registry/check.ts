import type { Model, ModelEntity } from './model.ts'

/** What must hold of a whole model; each problem names the plugin, the thing and the fix. */
export function checkModel(model: Model, problems: string[]): void {
  for (const entity of model.entities.values()) checkEntity(model, entity, problems)
  for (const role of model.roles.values()) {
    for (const grant of role.grants) {
      if (!model.entities.has(grant.entity)) problems.push(`Role ${role.name} grants on ${grant.entity}, which no enabled plugin defines. Take the grant out or list the plugin in \`needs\`.`)
      if (grant.where && Object.keys(grant.where).length === 0) problems.push(`Role ${role.name}: the grant on ${grant.entity} has an empty condition. Leave \`where\` out to grant all records.`)
    }
  }
  for (const list of model.lists) if (!model.entities.has(list.entity)) problems.push(`A list is on ${list.entity}, which no enabled plugin defines.`)
}

function checkEntity(model: Model, entity: ModelEntity, problems: string[]): void {
  if (!entity.fields.has(entity.title)) problems.push(`Plugin ${entity.plugin}: the title "${entity.title}" of ${entity.name} is no field of it.`)
  if (entity.table.length > 55) problems.push(`Plugin ${entity.plugin}: the name ${entity.name} is too long for a table. Shorten it.`)
  for (const field of entity.fields.values()) {
    if (field.to !== null && !model.entities.has(field.to)) {
      problems.push(`Plugin ${field.plugin}: field "${field.name}" on ${entity.name} refers to ${field.to}, which no plugin defines. Add it to \`entities\`, or list the plugin that defines it in \`needs\`.`)
    }
  }
}
