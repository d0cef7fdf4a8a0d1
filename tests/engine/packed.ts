import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Header } from 'tar'
import { packageAt, packPlugin } from '../../core/cli/pack-plugin.ts'
import { writtenPlugin } from '../docs/pasted.ts'

/** What is changed in a file of the plugin before it is packed. */
type Edits = { readonly [file: string]: (text: string) => string }

/** A plugin for vehicles as its author packs it: written by the command, with a screen of its own beside it. */
export async function packedVehicles(version = '0.1.0', edits: Edits = {}): Promise<Buffer> {
  await using written = await writtenPlugin('vehicles', 'Vehicle')
  const change = (file: string, edit: (text: string) => string): void => {
    const path = join(written.folder, file)
    const text = readFileSync(path, 'utf8')
    if (edit(text) === text) throw new Error(`Nothing is changed in ${file}.`)
    writeFileSync(path, edit(text))
  }
  await mkdir(join(written.folder, 'web'))
  writeFileSync(join(written.folder, 'web', 'index.ts'), screen)
  change('screens.ts', text =>
    text
      .replace('listScreen }', 'listScreen, pageScreen }')
      .replace('screens = [', "screens = [\n  pageScreen('vehicles.yard', Vehicle, { label: 'The yard', element: 'vehicles-yard', menu: 'Work' }),"),
  )
  change('package.json', text => text.replace('"private"', '"author": "Meera Motors <meera@example.com>",\n  "private"'))
  if (version !== '0.1.0') {
    change('package.json', text => text.replace('"version": "0.1.0"', `"version": "${version}"`))
    change('plugin.ts', text => text.replace("version: '0.1.0'", `version: '${version}'`))
  }
  for (const [file, edit] of Object.entries(edits)) change(file, edit)
  const out = mkdtempSync(join(tmpdir(), 'sangam-packed-'))
  try {
    return readFileSync(await packPlugin(written.folder, out))
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

/** A plugin whose server half is this text, packed under a name. */
export async function packedText(id: string, text: string, name = `sangam-plugin-${id}`): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'sangam-packed-'))
  try {
    const version = /version: '([^']+)'/.exec(text)?.[1]
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version, type: 'module' }))
    writeFileSync(join(folder, 'plugin.js'), text)
    return await packageAt(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const screen = `import { html, LitElement, repo, t } from '@sangam/sdk/web'
import { Vehicle } from '../model.ts'

class VehiclesYard extends LitElement {
  static override properties = { names: { state: true } }
  declare names: readonly string[]

  constructor() {
    super()
    this.names = []
  }

  protected override render() {
    return html\`<sangam-page heading=\${t('The yard')}><ul>\${this.names.map(name => html\`<li>\${name}</li>\`)}</ul><sangam-button @click=\${() => this.#count()}>Count</sangam-button></sangam-page>\`
  }

  override async connectedCallback() {
    super.connectedCallback()
    this.names = (await repo(Vehicle).find({ fields: ['name'] })).items.map(one => one.name)
  }

  #count() {
    this.names = [...this.names, \`\${this.names.length} vehicles\`]
  }
}
customElements.define('vehicles-yard', VehiclesYard)
`

/** One entry of an archive, whatever it is. */
export interface Entry {
  readonly path: string
  readonly type?: 'File' | 'Directory' | 'Link' | 'SymbolicLink' | 'CharacterDevice' | 'BlockDevice' | 'FIFO'
  readonly content?: Buffer
  readonly linkpath?: string
}

/** An archive byte by byte, as no honest tool would write it. */
export function archiveOf(entries: readonly Entry[]): Buffer {
  const parts = entries.flatMap(({ path, type = 'File', content = Buffer.alloc(0), linkpath }) => {
    const head = Buffer.alloc(512)
    new Header({ path, type, size: content.length, mode: 0o644, ...(linkpath !== undefined && { linkpath }) }).encode(head, 0)
    return [head, content, Buffer.alloc((512 - (content.length % 512)) % 512)]
  })
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(1024)]), { level: 1 })
}
