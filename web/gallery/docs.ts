/** A part as the SDK describes it to authors of plugins: read from the source itself, so that the gallery says what they read. */
export interface PartDocs {
  readonly tag: string
  readonly text: string
  readonly example: string
  readonly properties: readonly { readonly name: string; readonly type: string; readonly text: string }[]
}

/** What the shell alone draws with; plugins reach it another way. */
export const own: { readonly [tag: string]: string } = {
  'sangam-toasts': 'Where what was said with toast() appears.',
  'sangam-past-note': 'Stands over what is shown as it was, on the shell’s own screens that look back.',
}

/** The parts that a source of the SDK describes, in its order. */
export function partsIn(source: string): readonly PartDocs[] {
  const tags = new Map([...source.matchAll(/'(sangam-[\w-]+)': (\w+)/g)].map(([, tag = '', name = '']) => [name, tag]))
  return [...source.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport interface (\w+) extends HTMLElement \{\n([\s\S]*?)\n\}/g)].map(
    ([, doc = '', name = '', body = '']) => {
      const [text = '', example = ''] = plain(doc).split('@example')
      return { tag: tags.get(name) ?? '', text: text.trim(), example: example.trim(), properties: propertiesIn(body) }
    },
  )
}

function propertiesIn(body: string): PartDocs['properties'] {
  return [...body.matchAll(/(?:\/\*\*([\s\S]*?)\*\/\s*)?^ {2}(\w+): (.+)$/gm)].map(([, doc = '', name = '', type = '']) => ({ name, type, text: plain(doc) }))
}

function plain(doc: string): string {
  return doc.replaceAll(/^\s*\* ?/gm, '').trim()
}
