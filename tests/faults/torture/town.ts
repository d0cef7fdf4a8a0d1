import { cpSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { openPool, type Pool } from '../../../core/data/connection.ts'
import { type Embedded, startEmbedded } from '../../../core/data/embedded.ts'
import { identifier } from '../../../core/data/identifiers.ts'
import { type Client, clientOf, ownerKey, type Said } from './client.ts'
import { Interceptor } from './interceptor.ts'
import { beginNode, freePort, type Node, removeFolder, type Starting, startNode, trialFolder } from './processes.ts'

/** A server with many states of one business, each a database of its own: nodes are started on copies, and killed there. */
export class Town {
  #copies = 0
  private constructor(
    readonly folder: string,
    readonly embedded: Embedded,
    readonly admin: Pool,
    /** The owner's, on every state. */
    readonly headers: { readonly [name: string]: string },
  ) {}

  /** Sets a business up with some plugins that come with Sangam: the state `new`. */
  static async found(plugins: readonly string[]): Promise<Town> {
    const folder = trialFolder()
    const embedded = await startEmbedded({ dataDir: join(folder, 'server'), quick: true, info: () => undefined })
    const admin = openPool({ url: embedded.url('postgres', 'postgres'), size: 2, name: 'town', statementTimeoutMs: 120_000 })
    await admin.run(sql`create database new template template0 encoding 'UTF8' locale_provider icu icu_locale 'und' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'`)
    const node = await startNode({ port: await freePort(), dataDir: join(folder, 'files-new'), databaseUrl: embedded.url('postgres', 'new') })
    const { authorization } = await ownerKey(node.url, node.code, plugins)
    await node.stop()
    return new Town(folder, embedded, admin, { authorization, 'sangam-password': encodeURIComponent('correct horse battery') })
  }

  clientOf(node: Pick<Node, 'url'>): Client {
    return clientOf(node.url, this.headers)
  }

  /** Makes a state out of another by what is done there. */
  async state(name: string, from: string, work: (client: Client) => Promise<unknown>): Promise<void> {
    await this.#copy(name, from)
    const node = await this.#start(name, this.embedded.url('postgres', name))
    await work(this.clientOf(node))
    await node.stop()
  }

  /** A copy of a state to be hurt. */
  async copyOf(state: string): Promise<Copy> {
    this.#copies += 1
    const name = `copy_${this.#copies}`
    await this.#copy(name, state)
    const url = this.embedded.url('postgres', name)
    const db = openPool({ url, size: 2, name: 'torture', statementTimeoutMs: 120_000 })
    const between = await Interceptor.open(url, await freePort())
    const port = await freePort()
    return {
      db,
      between,
      start: weak => this.#start(name, weak ? between.url : url),
      begin: () => beginNode({ ...this.#at(name, between.url), port }),
      end: async () => {
        await Promise.all([db.close(), between.close()])
        await this.admin.run(sql`drop database ${identifier(name)} with (force)`)
        removeFolder(join(this.folder, `files-${name}`))
      },
    }
  }

  async end(): Promise<void> {
    await this.admin.close()
    await this.embedded.stop()
    removeFolder(this.folder)
  }

  async #copy(name: string, from: string): Promise<void> {
    await this.admin.run(sql`create database ${identifier(name)} template ${identifier(from)} strategy file_copy`)
    await this.admin.run(
      sql`update pg_catalog.pg_database set datacl = (select datacl from pg_catalog.pg_database where datname = ${from}) where datname = ${name}`,
    )
    const files = join(this.folder, `files-${from}`)
    if (existsSync(files)) cpSync(files, join(this.folder, `files-${name}`), { recursive: true })
  }

  async #start(name: string, databaseUrl: string): Promise<Node> {
    return startNode({ ...this.#at(name, databaseUrl), port: await freePort() })
  }

  #at(name: string, databaseUrl: string) {
    return { dataDir: join(this.folder, `files-${name}`), databaseUrl }
  }
}

export interface Copy {
  readonly db: Pool
  readonly between: Interceptor
  /** Starts a node on it; a weak one can be brought to a stand at any statement. */
  start(weak?: boolean): Promise<Node>
  /** Begins to start a weak one. */
  begin(): Starting
  end(): Promise<void>
}

/** What an owner does with plugins. */
export const put =
  (id: string, to: string) =>
  (client: Client): Promise<Said> =>
    client.ask('POST', `/api/plugins/${id}/apply`, { to })
export const undo =
  (id: string) =>
  (client: Client): Promise<Said> =>
    client.ask('POST', `/api/plugins/${id}/undo`, {})
export const installs =
  (archive: Buffer) =>
  (client: Client): Promise<Said> =>
    client.ask('POST', '/api/plugins/install', archive)
