import { isDeepStrictEqual } from 'node:util'
import { minus, total } from '@sangam/sdk'
import { yearEnd } from './steps.ts'

/** A paper of the model: what its party owes by it, and what of that was earned. */
interface Paper {
  readonly id: string
  readonly party: number
  readonly amount: string
  readonly earned: string
  back: boolean
}

/** The books are not those of the model, or an answer is not. */
export class Divergence extends Error {
  override readonly name = 'Divergence'
}

/** Coins as an amount, as the books write it. */
export function money(of: number): string {
  return of < 0 ? minus('0', money(-of)) : minus(`${Math.floor(of / 100)}.${String(of % 100).padStart(2, '0')}`, '0')
}

/**
 * What each party owes and what was earned, by papers and receipts alone, and by what was taken back: no accounts, no entries, no matches.
 * Where several work at once nobody can say beforehand who comes first: then (`alone` false) it takes an answer as it is, and adds it up.
 */
export class Model {
  readonly owes: string[]
  earned = '0'
  closed = false
  readonly papers = { sale: [] as Paper[], invoice: [] as Paper[], receipt: [] as Paper[] }
  constructor(
    parties: number,
    readonly alone = true,
  ) {
    this.owes = Array.from({ length: parties }, () => '0')
  }

  mayOn(day: string): boolean {
    return !(this.closed && day <= yearEnd)
  }

  enter(kind: keyof Model['papers'], paper: Omit<Paper, 'back'>): void {
    this.papers[kind].push({ ...paper, back: false })
    this.#add(paper.party, paper.amount)
    this.earned = total([this.earned, paper.earned])
  }

  /** Once, whoever asks how often. */
  takeBack(paper: Paper): void {
    if (paper.back) throw new Divergence(`${paper.id} was taken back twice.`)
    paper.back = true
    this.#add(paper.party, minus('0', paper.amount))
    this.earned = minus(this.earned, paper.earned)
  }

  /** What was answered is what the model says; not looked at while others work too. */
  answered(what: string, told: boolean, may: boolean, refusal = ''): void {
    if (this.alone && told !== may) throw new Divergence(`${what} was ${told ? 'done' : `refused (${refusal})`}, and should ${may ? '' : 'not '}be done.`)
  }

  /** What the books are to say. */
  books(): object {
    return { owes: [...this.owes], receivables: total(this.owes), earned: this.earned, odd: [], closing: '0' }
  }

  same(told: object): void {
    const expected = this.books()
    if (!isDeepStrictEqual(told, expected)) throw new Divergence(`The books say ${JSON.stringify(told)}, the model ${JSON.stringify(expected)}.`)
  }

  #add(of: number, amount: string): void {
    this.owes[of] = total([this.owes[of] ?? '0', amount])
  }
}
