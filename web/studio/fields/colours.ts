import type { Colour } from '@sangam/sdk'
import { t } from '../../shell/words.ts'

export const colours: readonly Colour[] = ['grey', 'blue', 'teal', 'green', 'yellow', 'orange', 'red', 'purple']

export function colourNames(): { readonly [colour in Colour]: string } {
  return {
    grey: t('grey'),
    blue: t('blue'),
    teal: t('teal'),
    green: t('green'),
    yellow: t('yellow'),
    orange: t('orange'),
    red: t('red'),
    purple: t('purple'),
  }
}
