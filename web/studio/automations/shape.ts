import type { FieldMeta, Json } from '@sangam/sdk'
import { entityMeta, meta } from '../../data/meta.ts'
import { optionOf } from '../../fields/options.ts'
import { formatInstant, formatRelative } from '../../shell/format.ts'
import { called, t } from '../../shell/words.ts'

export type Given = { readonly [name: string]: unknown }
export type Trigger = Given & { readonly on: string }
export type Step = Given & { readonly do: string }
export type Recipient = { readonly [kind: string]: string }

/** An automation as one edits it. */
export interface Draft {
  readonly name: string
  readonly active: boolean
  readonly entity: string | null
  readonly trigger: Trigger
  readonly condition: object | null
  readonly steps: readonly Step[]
  readonly runAs: string | null
}

export interface Automation extends Draft {
  readonly id: string
  readonly version: number
  readonly stopped: string | null
  readonly secrets?: { readonly address: boolean; readonly signing: boolean }
}

export interface Listed extends Automation {
  readonly lastRun: string | null
  readonly lastState: string | null
  readonly runs: number
  readonly failures: number
}

export interface Entry {
  readonly at: string
  readonly do: string
  readonly state: string
  readonly time: string
  readonly data: Json
  readonly error?: string
}

export interface Run {
  readonly id: string
  readonly automationVersion: number
  readonly entity: string | null
  readonly record: string | null
  readonly recordTitle: string | null
  readonly state: string
  readonly error: string | null
  readonly attempts: number
  readonly depth: number
  readonly createdAt: string
  readonly input?: Json
  readonly 'pressedBy.name'?: string | null
  readonly log?: readonly Entry[] | null
  /** What the automation said then. */
  readonly ran?: Pick<Draft, 'trigger' | 'condition' | 'steps'> | null
}

export const blank: Draft = { name: '', active: true, entity: null, trigger: { on: 'created' }, condition: null, steps: [], runAs: null }

export function triggerNames(): { readonly [on: string]: string } {
  return {
    created: t('a record is created'),
    changed: t('a record changes'),
    state: t('a record enters a state'),
    date: t('a day comes'),
    schedule: t('a schedule comes'),
    hook: t('another system calls'),
    button: t('someone presses a button'),
  }
}

export function stepNames(): { readonly [does: string]: string } {
  return {
    set: t('Fill in fields'),
    create: t('Create a record'),
    related: t('Change related records'),
    action: t('Run an action'),
    notify: t('Tell people in the app'),
    mail: t('Send a mail'),
    call: t('Call another system'),
    branch: t('Go one way or the other'),
  }
}

export function stateNames(): { readonly [state: string]: readonly [string, 'grey' | 'blue' | 'green' | 'yellow' | 'red'] } {
  return {
    waiting: [t('Waiting'), 'grey'],
    calling: [t('Calling'), 'blue'],
    retrying: [t('Tried again soon'), 'yellow'],
    done: [t('Done'), 'green'],
    failed: [t('Failed'), 'red'],
    stopped: [t('Stopped'), 'red'],
    skipped: [t('Skipped'), 'grey'],
    shown: [t('Shown, not sent'), 'blue'],
    unreached: [t('Not reached'), 'grey'],
    untaken: [t('Not taken'), 'grey'],
    undone: [t('Taken back'), 'grey'],
    unknown: [t('Not known'), 'grey'],
  }
}

/** The kinds of records an automation can be about. */
export function subjects(): readonly (readonly [string, string])[] {
  return Object.values(meta().entities)
    .filter(shape => !shape.linesOf && shape.name !== 'core.notification')
    .map(shape => [shape.name, called(shape.plural)] as const)
    .sort(([, a], [, b]) => a.localeCompare(b))
}

/** The fields a step can fill in. */
export function fillable(entity: string | null): readonly FieldMeta[] {
  return Object.values(entityMeta(entity ?? '')?.fields ?? {}).filter(
    field => !field.readonly && !['lines', 'json', 'series', 'files', 'file'].includes(field.type),
  )
}

export function labelOf(field: FieldMeta | undefined, name: string): string {
  return field ? called(field.label) : name
}

/** The trigger in a few words, for the list. */
export function whenSaid({ entity, trigger }: Draft): string {
  const shape = entityMeta(entity ?? '')
  const names = { entity: shape ? called(shape.label) : (entity ?? '') }
  const field = shape?.fields[String(trigger.field ?? '')]
  switch (trigger.on) {
    case 'created':
      return t('{entity} is created', names)
    case 'changed': {
      const fields = ((trigger.fields ?? []) as readonly string[]).map(name => labelOf(shape?.fields[name], name))
      return fields.length > 0 ? t('{entity} changes: {fields}', { ...names, fields: fields.join(', ') }) : t('{entity} changes', names)
    }
    case 'state':
      return t('{entity} becomes {state}', { ...names, state: field ? optionOf(field, String(trigger.state)).label : String(trigger.state) })
    case 'date':
      return daysSaid(Number(trigger.days), labelOf(field, String(trigger.field)))
    case 'schedule':
      return t('On schedule: {cron}', { cron: String(trigger.cron) })
    case 'hook':
      return t('Another system calls')
    default:
      return t('Button “{label}”', { label: String(trigger.label ?? '') })
  }
}

function daysSaid(days: number, field: string): string {
  if (days === 0) return t('On the day of {field}', { field })
  return days < 0 ? t('{days} days before {field}', { days: -days, field }) : t('{days} days after {field}', { days, field })
}

export function momentSaid(instant: string): { readonly short: string; readonly long: string } {
  return { short: formatRelative(instant), long: formatInstant(instant) }
}

/** What a draft sends: nothing that only the screen knows. */
export function bodyOf({ name, active, entity, trigger, condition, steps, runAs }: Draft): Draft {
  return { name, active, entity, trigger, condition, steps, runAs }
}
