import type { CoreCtx } from '../data/context.ts'
import type { Letterhead } from './letterhead.ts'
import { ink, Paper } from './paper.ts'
import { printable } from './typeset.ts'
import { type Hand, instantText } from './values.ts'

/** A paper that begins with the letterhead, and with what it is. */
export async function begin(
  ctx: CoreCtx,
  hand: Hand,
  letterhead: Letterhead | null,
  { kind, title, facts, landscape = false }: { readonly kind: string; readonly title: string; readonly facts: readonly string[]; readonly landscape?: boolean },
): Promise<Paper> {
  const stamp = ctx.t('Printed on {when} by {name}', { when: instantText(hand, ctx.now()), name: printable(ctx.user.name, 80).replaceAll('\n', ' ') })
  const paper = await Paper.open({ title: title || kind, landscape, letterhead, stamp, page: ctx.t('Page'), language: ctx.locale })
  if (letterhead) head(paper, letterhead)
  if (kind) paper.write(kind, { size: 8.5, colour: ink.quiet })
  paper.write(printable(title, 300), { size: 15, bold: true })
  const said = facts.filter(Boolean).join(' · ')
  if (said) paper.write(printable(said, 600), { size: 8.5, colour: ink.quiet })
  paper.y += 8
  return paper
}

function head(paper: Paper, { name, lines, logo }: Letterhead): void {
  const from = paper.y
  let x = paper.left
  if (logo) x += paper.picture(logo, 130, 52) + 14
  const width = paper.left + paper.width - x
  paper.write(name, { size: 13, bold: true }, x, width)
  for (const line of lines) paper.write(line, { size: 8, colour: ink.quiet }, x, width)
  paper.y = Math.max(paper.y, from + (logo ? 54 : 0)) + 6
  paper.rule(ink.text)
  paper.y += 10
}
