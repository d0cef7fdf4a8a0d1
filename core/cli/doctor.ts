import { statfs } from 'node:fs/promises'
import type { Command } from 'commander'
import { sql } from 'drizzle-orm'
import { tableName } from '../data/identifiers.ts'
import { Packages } from '../packages/packages.ts'
import { findPlugins } from '../plugins.ts'
import { parkedWork } from '../work/parked.ts'
import { type Bare, quietLog, withDatabase } from './connect.ts'
import { checkHistory } from './history.ts'
import { checkMail } from './mail.ts'
import { orphans } from './orphans.ts'
import { type Finding, say, size } from './output.ts'
import { checkRollups } from './rollups.ts'
import { checkSeeds } from './seeds.ts'
import { checkStays } from './stays.ts'

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description(
      'Looks whether all is well: versions, roles, clock, disk, the mail server, references, rollups, parked work, missing first records, and that nobody altered the history.',
    )
    .option('--seal <number:hash>', 'a seal noted earlier, from the log or a run of doctor: the history must still hold it')
    .action(async ({ seal }: { readonly seal?: string }) => {
      const findings = [...checkNode(), ...(await withDatabase(bare => examine(bare, seal)))]
      for (const { good, text } of findings) say(`${good ? 'ok  ' : 'LOOK'}  ${text}`)
      const bad = findings.filter(finding => !finding.good).length
      say()
      say(bad === 0 ? 'All is well.' : bad === 1 ? 'One thing to look at.' : `${bad} things to look at.`)
      if (bad > 0) process.exitCode = 1
    })
}

const good = (text: string): Finding => ({ good: true, text })
const bad = (text: string): Finding => ({ good: false, text })

function checkNode(): Finding[] {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24
  return [
    fits
      ? good(`Node ${process.versions.node}`)
      : bad(`Node ${process.versions.node} is not supported. Use 20.19 or later of 20, 22.12 or later of 22, or 24.`),
  ]
}

async function examine(bare: Bare, seal: string | undefined): Promise<Finding[]> {
  const { config, db } = bare
  return [
    good(`PostgreSQL ${db.version}, ${db.kind === 'embedded' ? `embedded in ${config.dataDir}` : 'a server of yours'}`),
    ...(await checkClock(bare)),
    ...(await checkDisk(bare)),
    ...(await checkMail(bare)),
    ...(await checkWorkspaces(bare, seal)),
  ]
}

async function checkClock({ db }: Bare): Promise<Finding[]> {
  const before = Date.now()
  const [row] = await db.app.run<{ at: string }>(sql`select clock_timestamp() as at`)
  const apart = Math.abs(new Date(row?.at ?? 0).getTime() - (before + Date.now()) / 2) / 1000
  return [
    apart < 5
      ? good('The clocks of this machine and the database agree.')
      : bad(`The clocks of this machine and the database are ${apart.toFixed(0)} s apart. Let both follow a time server.`),
  ]
}

async function checkDisk({ config }: Bare): Promise<Finding[]> {
  const disk = await statfs(config.dataDir).catch(() => null)
  if (!disk) return []
  const free = disk.bavail * disk.bsize
  return [
    free > 1e9
      ? good(`${size(free)} free where ${config.dataDir} lies.`)
      : bad(`Only ${size(free)} free where ${config.dataDir} lies. Make room before the database stops.`),
  ]
}

async function checkWorkspaces(bare: Bare, seal: string | undefined): Promise<Finding[]> {
  const [control] = await bare.db.owner.run<{ there: boolean }>(sql`select to_regclass('sangam.workspace') is not null as there`)
  if (!control?.there) return [good('Nothing is set up yet: start the server and open its page.')]
  const workspaces = await bare.db.owner.run<{ name: string; sample: boolean }>(sql`select name, sample from ${tableName('sangam', 'workspace')} order by name`)
  const findings: Finding[] = []
  const packages = await openPackages(bare)
  for (const { problems } of packages.setAside) findings.push(...problems.map(bad))
  for (const { name, sample } of workspaces) {
    findings.push(...(await checkWorkspace(bare, name)), ...(await checkRollups(bare.db.owner, name, packages.plugins)))
    findings.push(...(await checkSeeds(bare.db.owner, { name, sample }, packages.plugins)))
    findings.push(...(await checkStays(bare.db.owner, name, packages.plugins)), ...(await checkHistory(bare.db.owner, name, seal)))
  }
  return findings
}

/** The plugins as the server would run them: those that lie here, and those that were installed, with every file compared. */
async function openPackages({ config, db }: Bare): Promise<Packages> {
  const { plugins, broken } = await findPlugins()
  const packages = new Packages({ config, db, log: { ...quietLog, error: () => undefined }, own: plugins, broken })
  const [table] = await db.owner.run<{ there: boolean }>(sql`select to_regclass('sangam.plugin_package') is not null as there`)
  if (table?.there) await packages.sync()
  return packages
}

async function checkWorkspace(bare: Bare, workspace: string): Promise<Finding[]> {
  const broken = await orphans(bare.db.owner, workspace)
  const parked = await parkedWork(bare, workspace)
  const names = [...new Set(parked.map(work => work.name))].join(', ')
  return [
    broken.length === 0
      ? good(`Workspace ${workspace}: every reference leads to a record that is there.`)
      : bad(`Workspace ${workspace}: ${broken.map(one => `${one.rows} of ${one.table}.${one.column} lead to a removed ${one.target}`).join('; ')}.`),
    parked.length === 0
      ? good(`Workspace ${workspace}: no work is parked.`)
      : bad(`Workspace ${workspace}: ${parked.length} pieces of work are parked (${names}). Last error: ${parked[0]?.error ?? 'unknown'}`),
  ]
}
