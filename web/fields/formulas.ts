import { type EntityMeta, evaluateFormula, type Json } from '@sangam/sdk'
import { companyDay, companyZone } from '../shell/format.ts'

type Values = { readonly [field: string]: Json }

/** A record with its formulas as they follow from what is typed; those that look at other records stay as they were read. */
export function workedOut(shape: EntityMeta, record: Values): Values {
  const formulas = Object.values(shape.fields).filter(field => field.formula !== undefined)
  if (formulas.length === 0) return record
  const scope = { today: companyDay(), zone: companyZone() }
  return { ...record, ...Object.fromEntries(formulas.flatMap(field => (field.formula ? [[field.name, evaluateFormula(field.formula, record, scope)]] : []))) }
}
