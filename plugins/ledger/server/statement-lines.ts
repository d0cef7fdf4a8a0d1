import { type Ctx, total } from '@sangam/sdk'
import { type AccountType, linesOf, type StatementLine, statementLines, type Term } from '../model/placing.ts'
import type { ResultKey, StatementBlock, StatementRow } from '../model/statements.ts'

type Line = Extract<StatementBlock, { kind: 'line' }>
type Result = Extract<StatementBlock, { kind: 'result' }>

/** A row, and on which line it stands. */
export interface Standing extends StatementRow {
  readonly side: AccountType
  readonly line: StatementLine | 'profit'
  readonly term: Term
}

/** The lines of one side in their order, those alone on which something stands. */
export function linesFor(ctx: Ctx, rows: readonly Standing[], side: AccountType, only: (row: Standing) => boolean = () => true): Line[] {
  return [...linesOf[side], ...(side === 'equity' ? (['profit'] as const) : [])].flatMap((line): Line[] => {
    const within = rows.filter(row => row.side === side && row.line === line && only(row))
    if (within.length === 0) return []
    const label = line === 'profit' ? ctx.t('Profit that is not closed yet') : ctx.t(statementLines[line].label)
    const shown = within.map(({ account, code, name, amount, before, part }) => ({ account, code, name, amount, before, part }))
    return [{ kind: 'line', line, label, rows: shown, ...compared(within) }]
  })
}

/** What rows, lines and results come to, on both spans of days. */
export function compared(of: readonly { readonly amount: string; readonly before: string | null }[]): {
  readonly amount: string
  readonly before: string | null
} {
  return {
    amount: total(of.map(one => one.amount)),
    before: of.length > 0 && of.every(one => one.before === null) ? null : total(of.map(one => one.before ?? '0')),
  }
}

export function result(key: ResultKey, label: string, level: 1 | 2, of: ReturnType<typeof compared>): Result {
  return { kind: 'result', key, label, level, ...of }
}

export function negated(amount: string): string {
  return amount === '0' ? '0' : amount.startsWith('-') ? amount.slice(1) : `-${amount}`
}
