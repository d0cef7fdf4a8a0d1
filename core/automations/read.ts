import type { Issue, Json } from '@sangam/sdk'
import { Refused } from '../errors.ts'
import type { Definition, Recipient, Step, Trigger } from './definition.ts'

export type Problem = Issue & { readonly values?: { readonly [name: string]: string | number } }
type Given = { readonly [name: string]: unknown }

const mostSteps = 50
const mostLevels = 4

/** Reads what was sent as an automation; refuses with every place that has not the form of one. What it names is checked against the model after this. */
export function readDefinition(given: Given): Definition {
  const problems: Problem[] = []
  const reader = new Reader(problems)
  const definition: Definition = {
    name: reader.text(given, 'name', 'name', 120) ?? '',
    entity: reader.optional(given, 'entity', 'entity', 100),
    trigger: reader.trigger(given.trigger),
    condition: reader.condition(given.condition, 'condition'),
    steps: reader.steps(given.steps, 'steps', 1),
    runAs: reader.optional(given, 'runAs', 'runAs', 100),
  }
  if (problems.length > 0)
    throw new Refused(422, 'invalid', problems.length === 1 ? (problems[0] as Problem).message : 'Correct what is marked, then try again.', {
      errors: problems,
    })
  return definition
}

class Reader {
  constructor(readonly problems: Problem[]) {}

  wrong(field: string): void {
    this.problems.push({ field, code: 'form', message: 'This has not the form it needs. Fill it in again.' })
  }

  text(given: Given, name: string, field: string, most: number): string | null {
    const value = given[name]
    if (typeof value === 'string' && value.trim() !== '' && value.length <= most) return value
    this.problems.push({ field, code: 'required', message: 'Fill in a text of at most {most} characters.', values: { most } })
    return null
  }

  optional(given: Given, name: string, field: string, most: number): string | null {
    return given[name] === undefined || given[name] === null || given[name] === '' ? null : this.text(given, name, field, most)
  }

  texts(value: unknown, field: string): string[] | undefined {
    if (value === undefined || value === null) return undefined
    if (Array.isArray(value) && value.length <= 200 && value.every(one => typeof one === 'string')) return value as string[]
    this.wrong(field)
    return undefined
  }

  condition(value: unknown, field: string): object | null {
    if (value === undefined || value === null) return null
    if (!isObject(value)) this.wrong(field)
    else if (Object.keys(value).length > 0) return value
    return null
  }

  values(value: unknown, field: string): { [name: string]: Json } {
    if (isObject(value) && Object.keys(value).length <= 100) return value as { [name: string]: Json }
    this.wrong(field)
    return {}
  }

  trigger(value: unknown): Trigger {
    const given: Given = isObject(value) ? (value as Given) : {}
    const text = (name: string, most = 200): string => this.text(given, name, `trigger.${name}`, most) ?? ''
    const maybe = (name: string, most = 200): string | null => this.optional(given, name, `trigger.${name}`, most)
    switch (given.on) {
      case 'created':
        return { on: 'created' }
      case 'changed': {
        const fields = this.texts(given.fields, 'trigger.fields')
        return { on: 'changed', ...(fields && fields.length > 0 && { fields }), ...(given.created === true && { created: true }) }
      }
      case 'state':
        return { on: 'state', field: text('field'), state: text('state') }
      case 'date': {
        const days = Number(given.days ?? 0)
        const time = maybe('time') ?? '08:00'
        if (!Number.isInteger(days) || Math.abs(days) > 3660) this.wrong('trigger.days')
        if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) this.wrong('trigger.time')
        return { on: 'date', field: text('field'), days, time }
      }
      case 'schedule': {
        const zone = maybe('zone')
        return { on: 'schedule', cron: text('cron', 100), ...(zone && { zone }) }
      }
      case 'hook': {
        const [field, value] = [maybe('field'), maybe('value')]
        return { on: 'hook', ...(field && { field }), ...(value && { value }), ...(given.signed === true && { signed: true }) }
      }
      case 'button': {
        const [confirm, roles] = [maybe('confirm', 300), this.texts(given.roles, 'trigger.roles')]
        return { on: 'button', label: text('label', 60), ...(confirm && { confirm }), ...(roles && roles.length > 0 && { roles }) }
      }
      default:
        this.wrong('trigger')
        return { on: 'created' }
    }
  }

  steps(value: unknown, field: string, level: number): Step[] {
    if (!Array.isArray(value) || (level === 1 && value.length === 0)) {
      this.problems.push({ field, code: 'required', message: 'Say what is to be done: add a step.' })
      return []
    }
    if (value.length > mostSteps || level > mostLevels) {
      this.problems.push({ field, code: 'too_many', message: 'That is too much for one automation. Make a second one.' })
      return []
    }
    return value.flatMap((one, at) => this.step(isObject(one) ? (one as Given) : {}, `${field}.${at}`, level) ?? [])
  }

  step(given: Given, field: string, level: number): Step | null {
    const text = (name: string, most = 5000): string => this.text(given, name, `${field}.${name}`, most) ?? ''
    switch (given.do) {
      case 'set':
        return { do: 'set', values: this.values(given.values, `${field}.values`) }
      case 'create':
        return { do: 'create', entity: text('entity', 100), values: this.values(given.values, `${field}.values`) }
      case 'related': {
        const values = this.values(given.values, `${field}.values`)
        if (typeof given.field === 'string' && given.field !== '') return { do: 'related', field: given.field, values }
        const where = this.condition(given.where, `${field}.where`)
        return { do: 'related', entity: text('entity', 100), by: text('by', 100), ...(where && { where }), values }
      }
      case 'action':
        return { do: 'action', action: text('action', 100), ...(given.input !== undefined && { input: this.values(given.input, `${field}.input`) }) }
      case 'notify':
        return { do: 'notify', to: this.recipients(given.to, `${field}.to`), text: text('text', 1000) }
      case 'mail':
        return { do: 'mail', to: this.recipients(given.to, `${field}.to`), subject: text('subject', 250), text: text('text', 10_000) }
      case 'call': {
        const body = this.optional(given, 'body', `${field}.body`, 10_000)
        return { do: 'call', url: text('url', 1000), ...(body && { body }) }
      }
      case 'branch': {
        const condition = this.condition(given.if, `${field}.if`)
        if (!condition) this.problems.push({ field: `${field}.if`, code: 'required', message: 'Say on what it depends: add a condition.' })
        const otherwise = given.no === undefined ? [] : this.steps(given.no, `${field}.no`, level + 1)
        return { do: 'branch', if: condition ?? {}, yes: this.steps(given.yes, `${field}.yes`, level + 1), ...(otherwise.length > 0 && { no: otherwise }) }
      }
      default:
        this.wrong(field)
        return null
    }
  }

  recipients(value: unknown, field: string): Recipient[] {
    if (!Array.isArray(value) || value.length === 0 || value.length > 50) {
      this.problems.push({ field, code: 'required', message: 'Say who is to be told.' })
      return []
    }
    return value.flatMap((one): Recipient[] => {
      const [entry, ...more] = isObject(one) ? Object.entries(one) : []
      const [kind, named] = entry ?? []
      if (more.length === 0 && ['user', 'role', 'field', 'address'].includes(kind ?? '') && typeof named === 'string' && named !== '' && named.length <= 254)
        return [{ [kind as string]: named } as unknown as Recipient]
      this.wrong(field)
      return []
    })
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
