import type { FieldMeta, Json } from '@sangam/sdk'
import { entityMeta } from '../../data/meta.ts'
import { optionOf } from '../../fields/options.ts'
import { pathLabel } from '../../screens/list/conditions.ts'
import { called, t } from '../../shell/words.ts'
import { conditionSaid, listed } from '../said.ts'
import { reachable } from './blank.ts'
import type { Recipient, Step } from './shape.ts'

type Roles = readonly { readonly name: string; readonly label: string }[]

/** What a step does, in a few words; empty while it says nothing yet. */
export function stepSaid(step: Step, entity: string, roles: Roles): string {
  return wordsOf(step, entity, roles).replaceAll(/\{\{\s*record\.([\w.]+)[^}]*\}\}/g, (whole, path: string) => {
    const label = pathLabel(entity, path)
    return label ? `‹${label}›` : whole
  })
}

function wordsOf(step: Step, entity: string, roles: Roles): string {
  switch (step.do) {
    case 'set':
      return valuesSaid(entity, step.values)
    case 'create':
      return [called(entityMeta(String(step.entity))?.label ?? String(step.entity)), valuesSaid(String(step.entity), step.values)].filter(Boolean).join(': ')
    case 'related': {
      const path = step.field ? String(step.field) : `${String(step.entity)}:${String(step.by)}`
      const target = step.field ? (entityMeta(entity)?.fields[String(step.field)]?.to ?? '') : String(step.entity)
      return [reachable(entity).find(([name]) => name === path)?.[1] ?? '', valuesSaid(target, step.values)].filter(Boolean).join(': ')
    }
    case 'action': {
      const label = entityMeta(entity)?.actions.find(action => action.name === step.action)?.label
      return label ? called(label) : String(step.action)
    }
    case 'notify':
    case 'mail': {
      const words = String(step.subject || step.text || '')
      const people = listed(((step.to ?? []) as readonly Recipient[]).map(one => personSaid(one, entity, roles)))
      return [people, words].filter(Boolean).join(': ')
    }
    case 'call':
      return String(step.url ?? '').replace(/\?.*$/, '')
    default:
      return conditionSaid(entity, (step.if ?? {}) as object)
  }
}

function valuesSaid(entity: string, values: unknown): string {
  const fields = entityMeta(entity)?.fields ?? {}
  return Object.entries((values ?? {}) as { readonly [name: string]: Json })
    .map(([name, value]) => {
      const field = fields[name]
      const words = field && valueSaid(field, value)
      return `${field ? called(field.label) : name}${words ? `: ${words}` : ''}`
    })
    .join(', ')
}

/** A value in words; empty for a record, whose name is not known here. */
function valueSaid(field: FieldMeta, value: Json): string {
  if (typeof value === 'boolean') return value ? t('yes') : t('no')
  if (field.choices ?? field.states) return optionOf(field, String(value)).label
  if (field.type === 'money' && typeof value === 'object' && value !== null) return Object.values(value).join(' ')
  return typeof value === 'string' && !(field.type === 'reference' && !value.includes('{{')) ? value : typeof value === 'number' ? String(value) : ''
}

function personSaid(one: Recipient, entity: string, roles: Roles): string {
  if (one.role !== undefined) return called(roles.find(role => role.name === one.role)?.label ?? one.role)
  if (one.field !== undefined) return one.field === 'createdBy' ? t('Created by') : called(entityMeta(entity)?.fields[one.field]?.label ?? one.field)
  return one.address ?? (one.user === '$me' ? t('me') : t('one person'))
}
