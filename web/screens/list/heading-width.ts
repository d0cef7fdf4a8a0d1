/** A heading that is longer than this is cut after all: the values under it are what a list is for. */
const most = 230
/** What stands around the words, and the sign of the order beside them. */
const around = 30
const sign = 16

const known = new Map<string, number>()
let pen: CanvasRenderingContext2D | null = null

/** How wide a column must be so that its heading is not cut; each is measured once. */
export function headingWidth(label: string, sorted: boolean): number {
  const wide = known.get(label) ?? measured(label)
  known.set(label, wide)
  return Math.min(most, wide + around + (sorted ? sign : 0))
}

function measured(label: string): number {
  pen ??= document.createElement('canvas').getContext('2d')
  if (!pen) return 0
  const style = getComputedStyle(document.documentElement)
  // As it stands over a column that the list is ordered by, where it is widest.
  pen.font = `600 ${style.getPropertyValue('--sg-text-md') || '14px'} ${style.getPropertyValue('--sg-font') || style.fontFamily}`
  return Math.ceil(pen.measureText(label).width)
}
