import { type ConditionScope, canonicalId, type EntityMeta, evaluate, type KindOf } from '@sangam/sdk'
import { fieldAt, meta } from '../../data/meta.ts'
import { standingNow } from '../../data/standing.ts'
import { companyDay, companyZone, weekStart } from '../../shell/format.ts'
import { called } from '../../shell/words.ts'
import type { Values } from './draft.ts'

/** What the rules of an entity say of a record as it stands. */
export interface RuleState {
  /** Field → why, or an empty text. */
  readonly required: ReadonlyMap<string, string>
  readonly locked: ReadonlyMap<string, string>
  readonly hidden: ReadonlySet<string>
  /** Lines that stay as they are but for these fields. */
  readonly steady: ReadonlyMap<string, ReadonlySet<string>>
  readonly refused: readonly { readonly field: string | null; readonly message: string }[]
}

/** Lock rules look at the record as it was saved (unknown locks), the others at what is typed. What stays unknown while one types is left to the server. */
export function ruleState(shape: EntityMeta, saved: Values | null, typed: Values): RuleState {
  const draft = known(shape, saved, typed)
  const scope = scopeNow()
  const required = new Map<string, string>()
  const locked = new Map<string, string>()
  const hidden = new Set<string>()
  const steady = new Map<string, ReadonlySet<string>>()
  const holding = (rule: { readonly when: object }): boolean => saved !== null && holds(shape, rule.when, saved, scope) !== false
  const refused: { field: string | null; message: string }[] = []
  const names = Object.keys(shape.fields)
  for (const rule of shape.rules) {
    if ('require' in rule) {
      if (holds(shape, rule.when, draft, scope) === true) for (const name of rule.require) required.set(name, rule.because ?? '')
    } else if ('lock' in rule) {
      if (!holding(rule)) continue
      for (const name of rule.lock === 'all' ? names : rule.lock) locked.set(name, rule.because ?? '')
      for (const [name, open] of Object.entries(rule.lines ?? {})) steady.set(name, new Set(open))
    } else if ('show' in rule) {
      if (holds(shape, rule.when, draft, scope) !== true) for (const name of rule.show) hidden.add(name)
    } else if (holds(shape, rule.when, draft, scope) === true) refused.push({ field: rule.field ?? null, message: called(rule.refuse) })
  }
  return { required, locked, hidden, steady, refused }
}

/** What follows from a record that was pointed at is no longer known once another one is. */
function known(shape: EntityMeta, saved: Values | null, typed: Values): Values {
  const fields = Object.values(shape.fields)
  const stays = fields.every(({ name, type, computed }) => type !== 'reference' || computed !== undefined || (typed[name] ?? null) === (saved?.[name] ?? null))
  if (stays) return typed
  const beyond = new Set(fields.filter(({ computed, formula }) => computed !== undefined && computed !== 'rollup' && !formula).map(field => field.name))
  return Object.fromEntries(Object.entries(typed).filter(([path]) => !beyond.has(path.split('.')[0] ?? '')))
}

/** Whether a condition holds of a record: yes, no or unknown. Without a condition it does. */
export function holds(shape: EntityMeta, condition: object | null, record: Values, scope: ConditionScope = scopeNow()): boolean | null {
  if (condition === null) return true
  const standing = standingNow()
  const [asked, seen] = standing ? [now(condition, standing) as object, now(record, standing) as object] : [condition, record]
  return evaluate(asked, seen, scope, path => comparisons[fieldAt(shape.name, path)?.type ?? ''])
}

/** A record and what is asked of it with everyone called by who they are now: what was merged keeps its old id where it may not change any more. */
function now(value: unknown, standing: { readonly [id: string]: string }): unknown {
  if (typeof value === 'string') return Object.hasOwn(standing, canonicalId(value)) ? standing[canonicalId(value)] : value
  if (Array.isArray(value)) return value.map(one => now(one, standing))
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, now(one, standing)])) : value
}

const comparisons: { readonly [type: string]: NonNullable<ReturnType<KindOf>> } = {
  boolean: 'boolean',
  integer: 'number',
  decimal: 'decimal',
  percent: 'decimal',
  duration: 'number',
  rating: 'number',
  time: 'time',
  date: 'date',
  datetime: 'instant',
  reference: 'id',
  references: 'ids',
  file: 'id',
  image: 'id',
  choices: 'set',
  richText: 'html',
  emails: 'set',
  phones: 'set',
  urls: 'set',
}

/** What rules are asked in: who, and when by the company's clock, whoever looks. */
export function scopeNow(): ConditionScope {
  const { user, company } = meta()
  return {
    me: user.id,
    myTeams: [],
    teamsILead: [],
    company: company?.id ?? null,
    today: companyDay(),
    now: new Date().toISOString(),
    fiscalYearStart: company?.fiscalYearStart ?? 4,
    weekStart: weekStart(),
    zone: companyZone(),
  }
}
