import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Fonts {
  readonly regular: string
  readonly bold: string
}

let found: Fonts | null = null

/** Noto Sans (fonts/OFL.txt): Latin, Greek, Cyrillic and Devanagari, with the rupee. Beside this file, or from the built server up the tree. */
export function fonts(): Fonts {
  found ??= find()
  return found
}

function find(): Fonts {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    for (const folder of [join(at, 'fonts'), join(at, 'core', 'print', 'fonts')]) {
      const [regular, bold] = [join(folder, 'NotoSans-Regular.ttf'), join(folder, 'NotoSans-Bold.ttf')]
      if (existsSync(regular) && existsSync(bold)) return { regular, bold }
    }
    if (dirname(at) === at) throw new Error('The fonts for printing are missing: core/print/fonts belongs to the server.')
  }
}
