import type { Access } from '../access/access.ts'
import { accessOf } from '../access/resolve.ts'
import type { CoreCtx } from '../data/context.ts'
import { Refused } from '../errors.ts'
import { notAsked } from '../records/askable.ts'
import { conditionProblems } from '../registry/conditions.ts'
import type { Model, ModelEntity } from '../registry/model.ts'
import { walkPath } from '../registry/paths.ts'
import { templatePaths, templateProblems } from '../template.ts'
import { nextRun } from '../work/schedule.ts'
import { type Definition, placed, type Recipient, type Step, type Trigger, type Values } from './definition.ts'
import type { Problem } from './read.ts'
import { sightNames, textsIn } from './walk.ts'

/** Refuses an automation that names what the model has not, with every such place. */
export function checkDefinition({ model, access, schema }: Pick<CoreCtx, 'model' | 'access' | 'schema'>, definition: Definition): void {
  const { runAs } = definition
  const narrowed = runAs === null || !model.roles.has(runAs) ? access : accessOf(model, { ...access.caller, roles: ['core.member', runAs] })
  const checker = new Checker(model, definition, { model, schema, access: narrowed })
  checker.subject()
  checker.trigger(definition.trigger)
  if (definition.condition) checker.condition(definition.condition, 'condition', definition.entity)
  for (const { at, step } of placed(definition.steps)) checker.step(step, `steps.${at}`)
  if (runAs !== null && (!model.roles.has(runAs) || !mayGive(access, runAs)))
    checker.say('runAs', 'role', 'Choose a role that there is and that you may act as yourself.')
  const { problems } = checker
  if (problems.length > 0)
    throw new Refused(422, 'invalid', problems.length === 1 ? (problems[0] as Problem).message : 'Correct what is marked, then try again.', {
      errors: problems,
    })
}

function mayGive({ caller }: Access, role: string): boolean {
  return caller.roles.some(own => own === role || own === 'core.owner' || (own === 'core.admin' && role !== 'core.owner'))
}

class Checker {
  readonly problems: Problem[] = []
  readonly entity: ModelEntity | undefined

  constructor(
    readonly model: Model,
    readonly definition: Definition,
    /** With the rights it will act with. */
    readonly reader: Parameters<typeof notAsked>[0],
  ) {
    this.entity = this.known(definition.entity)
  }

  say(field: string, code: string, message: string, values?: Problem['values']): void {
    this.problems.push({ field, code, message, ...(values && { values }) })
  }

  known(name: string | null): ModelEntity | undefined {
    const found = this.model.entities.get(name ?? '')
    return found && !found.internal && !found.linesOf ? found : undefined
  }

  subject(): void {
    const { entity, trigger } = this.definition
    if (entity !== null && !this.entity) this.say('entity', 'entity', 'Choose a kind of record that there is.')
    if (entity === null && !['schedule', 'hook'].includes(trigger.on)) this.say('entity', 'required', 'Choose the kind of record it is about.')
    if (entity === null && this.definition.condition) this.say('condition', 'no_record', 'A condition looks at a record. Choose the kind of record first.')
  }

  trigger(trigger: Trigger): void {
    const field = (name: string): ReturnType<ModelEntity['fields']['get']> => this.entity?.fields.get(name)
    if (trigger.on === 'changed')
      for (const name of trigger.fields ?? [])
        if (!field(name)) this.say('trigger.fields', 'field', 'There is no field “{name}” here. Choose another.', { name: name.slice(0, 80) })
    if (trigger.on === 'state') {
      const options = (field(trigger.field)?.options ?? {}) as { readonly states?: object; readonly choices?: object }
      if (!Object.hasOwn(options.states ?? options.choices ?? {}, trigger.state)) this.say('trigger.state', 'state', 'Choose a state that the field has.')
    }
    if (trigger.on === 'date' && !['date', 'instant'].includes(field(trigger.field)?.type.compare ?? ''))
      this.say('trigger.field', 'field', 'Choose a field that holds a day.')
    if (trigger.on === 'schedule' && !runs(trigger.cron, trigger.zone ?? 'UTC'))
      this.say(
        'trigger.cron',
        'cron',
        'This schedule never comes. Write five parts, such as “0 8 * * 1” for Mondays at eight, and a time zone such as Asia/Kolkata.',
      )
    if (trigger.on === 'hook' && this.definition.entity !== null && (!trigger.value || !field(trigger.field ?? '')?.columns.length))
      this.say('trigger.field', 'field', 'Say by which field the record of a call is found, and by what of the call.')
    if (trigger.on === 'hook' && trigger.value) this.template(trigger.value, 'trigger.value')
  }

  condition(condition: object, field: string, entity: string | null): void {
    if (!this.known(entity)) return
    const problems = conditionProblems(this.model.entities, entity ?? '', condition)
    for (const problem of problems) this.say(field, 'condition', 'The condition can’t be asked: {problem}.', { problem })
    const refused = problems.length === 0 ? notAsked(this.reader, entity ?? '', condition) : null
    if (refused) this.say(field, refused.code, refused.detail, refused.options.values)
  }

  step(step: Step, field: string): void {
    for (const text of textsIn(step)) this.template(text, field)
    if (this.definition.entity === null && ['set', 'related', 'action', 'branch'].includes(step.do))
      return this.say(field, 'no_record', 'This step needs a record. Choose the kind of record first.')
    switch (step.do) {
      case 'set':
        return this.values(this.entity, step.values, field)
      case 'create':
        if (!this.known(step.entity)) return this.say(`${field}.entity`, 'entity', 'Choose a kind of record that there is.')
        return this.values(this.known(step.entity), step.values, field)
      case 'related':
        return this.related(step, field)
      case 'action':
        if (!this.entity?.actions.has(step.action)) this.say(`${field}.action`, 'action', 'Choose an action that the record has.')
        return
      case 'notify':
      case 'mail':
        for (const one of step.to) this.recipient(one, `${field}.to`)
        return
      case 'call':
        if (!/^https?:\/\/[^\s{}]+$/.test(step.url) || !URL.canParse(step.url))
          this.say(`${field}.url`, 'url', 'Give an address that begins with https:// or http:// and holds no name or password.')
        return
      case 'branch':
        return this.condition(step.if, `${field}.if`, this.definition.entity)
    }
  }

  related(step: Extract<Step, { readonly do: 'related' }>, field: string): void {
    if ('field' in step) {
      const to = this.entity?.fields.get(step.field)
      if (to?.type.type !== 'reference') return this.say(`${field}.field`, 'field', 'Choose a field that points at another record.')
      return this.values(this.known(to.to), step.values, field)
    }
    const entity = this.known(step.entity)
    if (!entity || entity.fields.get(step.by)?.to !== this.definition.entity)
      return this.say(`${field}.by`, 'field', 'Choose records that point at this one, and the field they do it with.')
    if (step.where) this.condition(step.where, `${field}.where`, step.entity)
    this.values(entity, step.values, field)
  }

  values(entity: ModelEntity | undefined, values: Values, field: string): void {
    if (Object.keys(values).length === 0) this.say(`${field}.values`, 'required', 'Choose what is to be filled in.')
    for (const name of Object.keys(values)) {
      const found = entity?.fields.get(name)
      if (!found) this.say(`${field}.values.${name}`, 'field', 'There is no field “{name}” here. Choose another.', { name: name.slice(0, 80) })
      else if (found.options.readonly) this.say(`${field}.values.${name}`, 'readonly', '{label} is set by the system. Leave it out.', { label: found.label })
    }
  }

  recipient(one: Recipient, field: string): void {
    if ('role' in one && !this.model.roles.has(one.role)) this.say(field, 'role', 'Choose a role that there is.')
    if ('field' in one && typeof walkPath(this.model.entities, this.definition.entity ?? '', one.field) === 'string')
      this.say(field, 'field', 'There is no field “{name}” here. Choose another.', { name: one.field.slice(0, 80) })
  }

  template(text: string, field: string): void {
    const [wrong] = templateProblems(text, sightNames)
    if (wrong !== undefined)
      return this.say(field, 'template', 'The text holds {{ }} with something unknown in it: {name}. Write it like {{ record.name }}.', {
        name: wrong.slice(0, 80),
      })
    for (const path of templatePaths(text)) {
      if (!path.startsWith('record.')) continue
      const problem = this.definition.entity === null ? path : walkPath(this.model.entities, this.definition.entity, path.slice('record.'.length))
      if (typeof problem === 'string') this.say(field, 'template', 'The text names {name}, which the record has not.', { name: path.slice(0, 80) })
    }
  }
}

function runs(pattern: string, zone: string): boolean {
  try {
    return pattern.trim().split(/\s+/).length === 5 && nextRun({ pattern, zone }, new Date()) !== null
  } catch {
    return false
  }
}
