import type { DashboardCard, DashboardFilter, DashboardShape, HiddenCard, Json } from '@sangam/sdk'
import { entityMeta, meta } from '../../data/meta.ts'
import { type Row, records } from '../../data/records.ts'
import { called } from '../../shell/words.ts'

export type Card = DashboardCard | HiddenCard
export type Shape = DashboardShape<Card>

/** A dashboard one can open: a plugin's, one's own, or one that is shared. */
export interface Board {
  readonly id: string
  readonly label: string
  readonly from: 'built' | 'mine' | 'shared'
  readonly shape: Shape
  /** Whether it is the home of a role of this person. */
  readonly home: boolean
  readonly saved?: Saved
}

/** Who sees a saved dashboard, and whose home it is. */
export interface Audience {
  readonly name: string
  readonly shared: boolean
  readonly team: string | null
  readonly homeOf: readonly string[]
}

interface Saved extends Audience {
  readonly id: string
  readonly version: number
}

const entity = 'core.dashboard'

export function builtBoards(): readonly Board[] {
  return meta().dashboards.map(({ name, label, home, ...shape }) => ({ id: name, label: called(label), from: 'built', home, shape }))
}

/** One's own dashboards, and those that are shared; not what others keep for themselves, whatever one may see. */
export async function savedBoards(): Promise<readonly Board[]> {
  if (!entityMeta(entity)) return []
  const where = { or: [{ owner: '$me' }, { shared: true }, { team: { in: '$myTeams' } }] }
  const { items } = await records.find(entity, { where, sort: ['name'], limit: 200 })
  return items.map(boardOf)
}

/** The first page of this person: what an administrator made the home of a role of theirs, else what a plugin did. */
export function homeBoard(boards: readonly Board[]): Board | undefined {
  return boards.find(board => board.home && board.saved) ?? boards.find(board => board.home)
}

/** Whether one may change a dashboard itself, and not only a copy. */
export function mayKeep(board: Board): boolean {
  return board.from === 'mine' || (board.from === 'shared' && meta().user.admin)
}

export async function createBoard(audience: Audience, shape: Shape): Promise<string> {
  return (await records.create(entity, { ...said(audience), definition: definitionOf(shape) })).id
}

export async function updateBoard({ saved }: Board, change: { readonly audience?: Audience; readonly shape?: Shape }): Promise<void> {
  if (!saved) return
  const patch = { ...(change.audience && said(change.audience)), ...(change.shape && { definition: definitionOf(change.shape) }) }
  await records.update(entity, saved.id, patch, saved.version)
}

export async function removeBoard(board: Board): Promise<void> {
  await records.remove(entity, board.id)
}

/** The labels of the roles whose first page a dashboard is, as far as one may know them. */
export async function rolesHere({ saved }: Board): Promise<readonly string[]> {
  if (!saved || saved.homeOf.length === 0 || !entityMeta('core.role')) return []
  const { items } = await records.find('core.role', { where: { name: { in: saved.homeOf } }, sort: ['label'], fields: ['label'], limit: 200 })
  return items.map(role => called(String(role.label)))
}

/** Whether there are places on it that are kept for cards of others. */
export function keepsPlaces({ cards }: Shape): boolean {
  return cards.some(card => card.kind === 'hidden')
}

/** What is written of a shape: a place that is kept for a card of others says nothing of what stood there. */
function definitionOf({ cards, ...rest }: Shape): Json {
  return { ...rest, cards: cards.filter(card => card.kind !== 'hidden') } as unknown as Json
}

/** Only who looks after roles says whose home a dashboard is. */
function said({ homeOf, ...audience }: Audience): object {
  return { ...audience, ...(meta().user.admin && { homeOf: homeOf.length > 0 ? homeOf : null }) }
}

function boardOf(row: Row): Board {
  const homeOf = Array.isArray(row.homeOf) ? row.homeOf.filter(role => typeof role === 'string') : []
  const audience = { name: String(row.name), shared: row.shared === true, team: typeof row.team === 'string' ? row.team : null, homeOf }
  return {
    id: row.id,
    label: audience.name,
    from: row.owner === meta().user.id ? 'mine' : 'shared',
    shape: shapeOf(row.definition),
    home: homeOf.some(role => meta().user.roles.includes(role)),
    saved: { ...audience, id: row.id, version: row.version },
  }
}

function shapeOf(definition: Json | undefined): Shape {
  const { cards, filters } = (definition ?? {}) as { readonly cards?: readonly Card[]; readonly filters?: readonly DashboardFilter[] }
  return { cards: Array.isArray(cards) ? cards : [], ...(Array.isArray(filters) && { filters }) }
}
