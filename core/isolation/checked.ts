import type { Outcome, ToPlatform, WireError } from './wire.ts'

type Object = { readonly [name: string]: unknown }

/** A message of a plugin's process as what it must be: whatever it is not, is thrown at. Nothing behind this looks at its form again. */
export function checked(given: unknown): ToPlatform {
  const from = object(given)
  switch (from.t) {
    case 'plugin':
      return { t: 'plugin', plugin: object(from.plugin) as never }
    case 'unfit':
      return { t: 'unfit', message: text(from.message) }
    case 'done':
      return { t: 'done', call: number(from.call), outcome: outcome(from.outcome) }
    case 'ask':
      return {
        ...{ t: 'ask', ask: number(from.ask), ctx: number(from.ctx), op: text(from.op), args: list(from.args) },
        ...(from.back !== undefined && { back: number(from.back) }),
      }
    case 'tell':
      if (from.op !== 'emit' && from.op !== 'log') throw new Wrong()
      return { t: 'tell', ctx: number(from.ctx), op: from.op, args: list(from.args) }
    case 'print':
      return { t: 'print', line: text(from.line) }
    default:
      throw new Wrong()
  }
}

class Wrong extends Error {}

function outcome(given: unknown): Outcome {
  const from = object(given)
  return from.error === undefined ? { value: from.value as never } : { error: error(from.error) }
}

function error(given: unknown): WireError {
  const from = object(given)
  const message = text(from.message)
  switch (from.kind) {
    case 'user': {
      const values = Object.entries(object(from.values ?? {})).filter(
        (one): one is [string, string | number] => typeof one[1] === 'string' || typeof one[1] === 'number',
      )
      return { kind: 'user', code: text(from.code), message, values: Object.fromEntries(values), ...(from.field !== undefined && { field: text(from.field) }) }
    }
    case 'platform':
      return { kind: 'platform', code: text(from.code), message, number: number(from.number) }
    case 'error':
      return { kind: 'error', message, stack: text(from.stack) }
    default:
      throw new Wrong()
  }
}

function object(given: unknown): Object {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw new Wrong()
  return given as Object
}

function number(given: unknown): number {
  if (!Number.isSafeInteger(given)) throw new Wrong()
  return given as number
}

function text(given: unknown): string {
  if (typeof given !== 'string' || given.length > 10_000) throw new Wrong()
  return given
}

function list(given: unknown): readonly unknown[] {
  if (!Array.isArray(given)) throw new Wrong()
  return given
}
