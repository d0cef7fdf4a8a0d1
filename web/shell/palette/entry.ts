/** One line of the palette. */
export interface Entry {
  /** By which it is known again when the lines around it change. */
  readonly key: string
  readonly label: string
  readonly icon: string
  readonly hint?: string
  readonly danger?: boolean
  readonly run: () => unknown
}

/** Lines under a heading. */
export interface Section {
  readonly heading: string
  readonly entries: readonly Entry[]
}

/** Of every section at most so many lines, so that none hides those after it. */
const most = 12

/**
 * The lines that hold every word typed; a section with one that begins with what was typed comes before what the search found, the others after
 * it. What can't be taken back lightly is never the first line.
 */
export function narrowed(sections: readonly Section[], found: Section, text: string): readonly Section[] {
  const wanted = text.trim().toLocaleLowerCase()
  const begins = ({ label, danger }: Entry): boolean => !danger && label.toLocaleLowerCase().startsWith(wanted)
  const fitting = sections.map(({ heading, entries }) => {
    const fit = entries.filter(entry => holds(entry, wanted))
    return { heading, entries: [...fit.filter(begins), ...fit.filter(entry => !begins(entry))].slice(0, most) }
  })
  const first = fitting.filter(({ entries }) => entries.some(begins))
  return [...first, found, ...fitting.filter(section => !first.includes(section))].filter(({ entries }) => entries.length > 0)
}

function holds({ label, hint }: Entry, wanted: string): boolean {
  const text = `${label} ${hint ?? ''}`.toLocaleLowerCase()
  return wanted.split(/\s+/).every(word => text.includes(word))
}
