import { formatNumber } from '../shell/format.ts'
import { called, t } from '../shell/words.ts'
import { entityMeta } from './meta.ts'

/** How many there are, by what they are called: “60 leads”, “1 lead”. */
export function counted(entity: string, count: number): string {
  const shape = entityMeta(entity)
  if (!shape) return t('{count, plural, one {# record} other {# records}}', { count })
  return `${formatNumber(count)} ${midSentence(called(count === 1 ? shape.label : shape.plural))}`
}

/** A label as it stands within a sentence; what is written in capitals, such as GSTIN, stays so. */
function midSentence(label: string): string {
  return label.replace(/\p{Lu}(?=\p{Ll})/u, letter => letter.toLocaleLowerCase())
}
