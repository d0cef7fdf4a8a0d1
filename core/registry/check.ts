import type { Condition, Rule, TextOffers } from '@sangam/sdk'
import { arrowsFrom } from '@sangam/sdk'
import { checkDashboards } from './check-dashboards.ts'
import { checkDocuments } from './check-documents.ts'
import { checkForms } from './check-forms.ts'
import { checkManifests } from './check-manifests.ts'
import { checkMigrations } from './check-migrations.ts'
import { sortProblems, valueProblems, viewProblems } from './check-views.ts'
import { conditionProblems } from './conditions.ts'
import { targetsOf } from './links.ts'
import { comesFromSum, type Model, type ModelEntity, type ModelField, systemFields } from './model.ts'
import { adminPlugin, isAdminName, isName } from './names.ts'
import { dueFaults, patternFault } from './numbering.ts'
import { reachOf } from './order.ts'
import { checkPublicPages } from './public-pages.ts'
import { verbsOf } from './verbs.ts'

/** What must hold of a whole model; each problem names the plugin, the thing and the fix. It stops between its pieces, for who would let others work meanwhile. */
export function* checkModel(model: Model, problems: string[]): Generator<undefined, void> {
  for (const entity of model.entities.values()) {
    checkEntity(model, entity, problems)
    yield
  }
  checkRoles(model, problems)
  yield
  checkScreens(model, problems)
  yield
  checkDashboards(model, problems)
  checkDocuments(model, problems)
  checkPublicPages(model, problems)
  checkMigrations(model.plugins.values(), problems)
  checkManifests(model, problems)
  for (const consumer of model.consumers) {
    if (!model.events.has(consumer.event))
      problems.push(`Consumer ${consumer.name} listens to ${consumer.event}, which no enabled plugin tells. List its plugin in \`needs\`.`)
  }
  for (const route of model.routes) {
    const [entity = ''] = route.permission.split(':')
    if (route.permission !== 'signedIn' && !model.entities.has(entity)) {
      problems.push(
        `Plugin ${route.plugin}: the route ${route.path} asks for "${route.permission}", but there is no entity ${entity}. Write \`entity:verb\` or \`signedIn\`.`,
      )
    }
  }
}

function checkEntity(model: Model, entity: ModelEntity, problems: string[]): void {
  const own = `Plugin ${entity.plugin}: ${entity.name}`
  const noun = entity.name.slice(entity.name.indexOf('.') + 1)
  if (!isName(noun) && !isAdminName(noun)) problems.push(`${own} is no good name. Use letters and digits, beginning with a small letter: leads.leadLine.`)
  if (entity.table.length > 50) problems.push(`${own} is too long for a table's name. Shorten it.`)
  const title = entity.fields.get(entity.title)
  if (!title) problems.push(`${own} names "${entity.title}" as its title, which is no field of it.`)
  else if (title.columns.length !== 1 || isUnordered(title))
    problems.push(`${own} has "${entity.title}" as its title, which is no single value. Choose a text.`)
  for (const field of entity.fields.values()) checkField(model, entity, field, problems)
  const { keep } = entity.definition
  if (keep && !(Number.isInteger(keep.years) && keep.years > 0)) problems.push(`${own} must be kept for a whole number of years.`)
  if (keep && !entity.bin) problems.push(`${own} must be kept and has no bin: what is removed would be gone. Leave out \`bin: false\`.`)
  for (const name of new Set([
    ...entity.unique.flat(),
    ...(entity.definition.counted ?? []).flat(),
    ...(entity.definition.duplicates ?? []).flatMap(rule => (typeof rule === 'string' ? [rule] : rule.fields)),
    ...(entity.definition.external ? [entity.definition.external] : []),
  ])) {
    const field = entity.fields.get(name)
    if (!field) problems.push(`${own} names the field "${name}", which it does not have.`)
    else if (entity.unique.some(set => set.includes(name)) && isUnordered(field))
      problems.push(`${own}: "${name}" can't be unique, because a ${field.type.type} is no single short value.`)
    else if (field.computed) problems.push(`${own} asks that "${name}" be unique, found or counted, which is worked out and not kept. Take it out.`)
  }
  for (const set of entity.definition.counted ?? []) checkCounted(entity, set, own, problems)
  for (const sort of entity.sort) {
    checkPath(model, entity.name, sort.replace(/^-/, ''), `${own}: sort`, problems)
    for (const problem of sortProblems(model.entities, entity.name, sort)) problems.push(`${own}: ${problem}.`)
  }
  for (const rule of entity.rules) checkRule(model, entity, rule, problems)
  for (const { action, plugin } of entity.actions.values()) {
    const { primary } = action.shape
    if (typeof primary === 'object')
      checkCondition(model, entity.name, primary, `Plugin ${plugin}: what puts the action "${action.name}" on ${entity.name} first`, problems)
    if (action.shape.when) checkCondition(model, entity.name, action.shape.when, `Plugin ${plugin}: the action "${action.name}" on ${entity.name}`, problems)
  }
}

/** An index of what is counted holds each value whole, and PostgreSQL takes no more than 2,704 bytes of them all. */
function checkCounted(entity: ModelEntity, set: readonly string[], own: string, problems: string[]): void {
  if (set.length === 0) problems.push(`${own} counts by no field. Name at least one: \`counted: [['state']]\`.`)
  for (const field of set.flatMap(name => entity.fields.get(name) ?? []))
    if (isUnordered(field)) problems.push(`${own} counts by "${field.name}", which is no single short value: a ${field.type.type}. Take it out.`)
    else if (
      field.type.type === 'text' &&
      Number((field.options as { max?: number; multiline?: boolean }).max ?? (field.options.multiline ? 20_000 : 255)) > 255
    )
      problems.push(`${own} counts by "${field.name}", whose texts may be too long for it. Let it be 255 characters at most.`)
}

function checkField(model: Model, entity: ModelEntity, field: ModelField, problems: string[]): void {
  const own = `Plugin ${field.plugin}: field "${field.name}" on ${entity.name}`
  if (!isName(field.name) && !isAdminName(field.name)) problems.push(`${own} is no good name. Use letters and digits, beginning with a small letter.`)
  if (systemFields.has(field.name) || field.name === 'position' || field.name === 'deletedAt') {
    if (!(field.name === 'position' && !entity.linesOf)) problems.push(`${own} has a name that every record uses already. Rename it.`)
  }
  if ((field.options.index || field.options.search) && isUnordered(field))
    problems.push(`${own} can have no "index" and no "search", because a ${field.type.type} is no single short value. Leave them out.`)
  const { adds } = field.options
  if (typeof adds === 'string') checkPath(model, entity.name, adds, `${own}: adds`, problems)
  const column = (field.options as { readonly column?: string }).column
  if (column !== undefined && !/^[a-z][a-z0-9_]{0,49}$/.test(column)) problems.push(`${own} has the column "${column}". Use a-z, 0-9 and _, at most 50.`)
  const twin = [...entity.fields.values()].find(other => other !== field && other.columns.some(one => field.columns.some(({ name }) => name === one.name)))
  if (twin && column !== undefined) problems.push(`${own} and "${twin.name}" would lie in one column. Give one another.`)
  const owner = model.plugins.get(field.plugin)
  const names = targetsOf(field)
  if (field.type.type === 'oneOf' && new Set(names).size < 2)
    problems.push(`${own} points at one of several entities: name two at least, or make it a reference.`)
  for (const name of names) {
    const target = model.entities.get(name)
    if (!target)
      problems.push(`${own} refers to ${name}, which no enabled plugin defines. Add it to \`entities\`, or list the plugin that defines it in \`needs\`.`)
    else if (owner && !reachOf(owner, model.plugins).has(target.plugin))
      problems.push(`${own} refers to ${target.name} of plugin ${target.plugin}. List it in \`needs\`: { ${target.plugin}: '^…' }.`)
  }
  const target = field.to === null ? undefined : model.entities.get(field.to)
  if (field.type.type === 'references' && field.options.unique) problems.push(`${own} is a list and can't be unique.`)
  const fault = patternFault(field)
  if (fault !== null) problems.push(`${own}: ${fault}`)
  for (const due of dueFaults(entity, field)) problems.push(`${own} ${due}.`)
  if (field.options.tree && field.to !== entity.name) problems.push(`${own} is a "tree", but refers to ${field.to} and not to ${entity.name} itself.`)
  if (field.type.type === 'lines' && target) checkLines(own, field, target, problems)
  if (field.type.type === 'text') checkOffers(model, field, own, problems)
  if (field.type.type === 'flow') checkFlow(model, entity, field, own, problems)
}

/** What is a set, an object or a long text has no order, and no place in an index of values. */
function isUnordered(field: ModelField): boolean {
  return ['set', 'html', 'none'].includes(field.type.compare) && field.type.type !== 'money'
}

function checkOffers(model: Model, field: ModelField, own: string, problems: string[]): void {
  const { offers } = field.options as { readonly offers?: TextOffers }
  if (!offers) return
  if (model.entities.get(offers.of)?.fields.get(offers.field)?.type.type !== 'text')
    problems.push(`${own} offers "${offers.field}" of ${offers.of}, which is no text there. Name an entity and a text field of it.`)
  else if (offers.where) checkCondition(model, offers.of, offers.where, `${own}: what it offers`, problems)
}

function checkLines(own: string, field: ModelField, target: ModelEntity, problems: string[]): void {
  const by = (field.options as { by?: string }).by ?? ''
  const back = target.fields.get(by)
  if (back?.type.type !== 'reference' || !back.options.required)
    problems.push(`${own} has lines of ${target.name} by "${by}", which must be a required reference of it.`)
}

function checkFlow(model: Model, entity: ModelEntity, field: ModelField, own: string, problems: string[]): void {
  const states = (field.options as unknown as { states: Parameters<typeof arrowsFrom>[0] }).states
  for (const state of Object.keys(states)) {
    for (const [to, arrow] of arrowsFrom(states, state)) {
      if (!Object.hasOwn(states, to)) problems.push(`${own} has an arrow from "${state}" to "${to}", which is no state of it.`)
      for (const name of arrow.require ?? [])
        if (!entity.fields.has(name)) problems.push(`${own}: the arrow from "${state}" to "${to}" requires "${name}", which is no field.`)
      for (const step of arrow.approval?.steps ?? []) {
        const where = `${own}: the approval of the arrow from "${state}" to "${to}"`
        if (step.when) checkCondition(model, entity.name, step.when, where, problems)
        if ('role' in step.by && !model.roles.has(step.by.role)) problems.push(`${where} asks the role ${step.by.role}, which does not exist.`)
        if ('field' in step.by && entity.fields.get(step.by.field)?.to !== 'core.user')
          problems.push(`${where} asks whom "${step.by.field}" names, which is no field that names a user.`)
      }
      if (arrow.when) checkCondition(model, entity.name, arrow.when, `${own}: the arrow from "${state}" to "${to}"`, problems)
      if (arrow.when) checkKnown(entity, arrow.when, `${own}: the arrow from "${state}" to "${to}"`, problems)
    }
  }
}

function checkRule(model: Model, entity: ModelEntity, rule: Rule, problems: string[]): void {
  const own = `Plugin ${entity.plugin}: a rule of ${entity.name}`
  const named =
    'require' in rule ? rule.require : 'lock' in rule ? (rule.lock === 'all' ? [] : rule.lock) : 'show' in rule ? rule.show : rule.field ? [rule.field] : []
  for (const name of named) if (!entity.fields.has(name)) problems.push(`${own} names the field "${name}", which it does not have.`)
  checkCondition(model, entity.name, rule.when, own, problems)
  checkKnown(entity, rule.when, own, problems)
}

/** Rules look at a record before it is written: of sums over what points at it they would see what was before. */
function checkKnown(entity: ModelEntity, condition: object, own: string, problems: string[]): void {
  for (const [key, value] of Object.entries(condition)) {
    if (key === 'or' || key === 'and') for (const one of value as object[]) checkKnown(entity, one, own, problems)
    else if (key === 'not') checkKnown(entity, value as object, own, problems)
    else {
      if (comesFromSum(entity, key.split('.')[0] ?? ''))
        problems.push(`${own} looks at "${key}", which is summed up from other records. Rules look at the record, and at what it points at.`)
    }
  }
}

function checkRoles(model: Model, problems: string[]): void {
  for (const role of model.roles.values()) {
    for (const grant of role.grants) {
      const entity = model.entities.get(grant.entity)
      if (!entity) {
        problems.push(`Role ${role.name} grants on ${grant.entity}, which no enabled plugin defines. Take the grant out or list the plugin in \`needs\`.`)
        continue
      }
      if (entity.linesOf)
        problems.push(
          `Role ${role.name} grants on ${grant.entity}, whose records are lines of ${entity.linesOf.entity}: whoever may read or change that reads and changes its lines. Grant on ${entity.linesOf.entity}, and hide or freeze "${entity.linesOf.field}" there.`,
        )
      for (const name of [...(grant.hide ?? []), ...(grant.freeze ?? [])]) {
        if (!entity.fields.has(name)) problems.push(`Role ${role.name}: the grant on ${grant.entity} names the field "${name}", which it does not have.`)
      }
      // What administrators once gave and is gone meanwhile gives nothing, and keeps nobody from working; nor where a plugin takes their role over as it is.
      const strange = role.name.startsWith(`${adminPlugin}.`) ? [] : grant.verbs.filter(verb => !isVerb(model, entity, verb))
      for (const verb of strange)
        problems.push(`Role ${role.name}: the grant on ${grant.entity} allows "${verb}", which nothing there asks for. It has ${verbsOf(entity).join(', ')}.`)
      if (grant.where) checkCondition(model, grant.entity, grant.where, `Role ${role.name}: the grant on ${grant.entity}`, problems)
    }
  }
}

/** Whether anything asks for a verb of an entity: what all have, its actions and arrows, or a route or page of its plugin's own. */
function isVerb(model: Model, entity: ModelEntity, verb: string): boolean {
  const permission = `${entity.name}:${verb}`
  return verbsOf(entity).includes(verb) || model.routes.some(route => route.permission === permission)
}

function checkScreens(model: Model, problems: string[]): void {
  for (const list of model.lists) {
    const own = `The list of ${list.entity}`
    if (!model.entities.has(list.entity)) problems.push(`${own} is of an entity that no enabled plugin defines.`)
    else for (const column of list.columns) checkPath(model, list.entity, column, own, problems)
    if (!model.entities.has(list.entity)) continue
    for (const view of list.views ?? []) {
      for (const problem of viewProblems(model.entities, list.entity, view)) problems.push(`${own}, view "${view.label}": ${problem}.`)
      const page = 'waits' in view ? view.waits?.page : undefined
      // Where administrators arranged a list, a page that is gone since leaves the list itself to lead to.
      if (page !== undefined && list.plugin !== adminPlugin && !model.pages.some(one => one.name === page))
        problems.push(`${own}, view "${view.label}": what waits is done on the page ${page}, which no enabled plugin has.`)
    }
  }
  checkForms(model, problems)
  checkPages(model, problems)
  for (const board of model.boards) for (const path of [board.by, ...board.card]) checkPath(model, board.entity, path, `The board of ${board.entity}`, problems)
}

function checkPages(model: Model, problems: string[]): void {
  for (const { name, plugin, element, entity, setsUp } of model.pages) {
    if (!name.startsWith(`${plugin}.`)) problems.push(`Plugin ${plugin}: the page ${name} must begin with "${plugin}.".`)
    if (!element.startsWith(`${plugin}-`)) problems.push(`The page ${name} is drawn by <${element}>, whose name must begin with "${plugin}-".`)
    if (!model.entities.has(entity)) problems.push(`The page ${name} is about ${entity}, which no enabled plugin defines.`)
    for (const of of setsUp ? [setsUp.records, setsUp.until.entity] : [])
      if (!model.entities.has(of)) problems.push(`The page ${name} sets up ${of}, which no enabled plugin defines.`)
    if (setsUp && model.entities.has(setsUp.until.entity)) checkCondition(model, setsUp.until.entity, setsUp.until.where, `The page ${name}: until`, problems)
  }
  for (const { plugin, element, entity } of model.elements) {
    if (!element.startsWith(`${plugin}-`))
      problems.push(`<${element}> on the page of ${entity} must begin with "${plugin}-", since it is drawn by that plugin.`)
    if (!model.entities.has(entity)) problems.push(`<${element}> stands on the page of ${entity}, which no enabled plugin defines.`)
  }
  for (const { plugin, element, entity } of model.home) {
    if (!element.startsWith(`${plugin}-`)) problems.push(`<${element}> on the first page must begin with "${plugin}-", since it is drawn by that plugin.`)
    if (!model.entities.has(entity)) problems.push(`<${element}> on the first page is for who may read ${entity}, which no enabled plugin defines.`)
  }
}

function checkPath(model: Model, entity: string, path: string, own: string, problems: string[]): void {
  for (const problem of valueProblems(model.entities, entity, path)) problems.push(`${own}: ${problem}.`)
}

function checkCondition(model: Model, entity: string, condition: Condition | object, own: string, problems: string[]): void {
  for (const problem of conditionProblems(model.entities, entity, condition)) problems.push(`${own}: ${problem}.`)
}
