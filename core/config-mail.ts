/** The mail server that whoever runs this installation has set: no workspace sees it, and no administrator reads what goes through it. */
export interface InstallationMail {
  readonly host: string
  readonly port: number
  /** TLS from the first byte; else after the greeting, and no mail leaves without it; or never, for a relay that is trusted with plain text. */
  readonly tls: 'first' | 'demanded' | 'never'
  readonly user: string | null
  readonly password: string | null
  readonly from: string
  /** Messages to people who sign in go through it too, where their workspace has no server. */
  readonly notices: boolean
}

type Env = { readonly [name: string]: string | undefined }

const ports = { first: 465, demanded: 587, never: 25 } as const

/** Reads SANGAM_MAIL_URL, SANGAM_MAIL_FROM and SANGAM_MAIL_NOTICES. What is wrong is told without the address itself, which holds a password. */
export function readMail(env: Env): InstallationMail | null {
  const [address, from] = [env.SANGAM_MAIL_URL || null, env.SANGAM_MAIL_FROM || null]
  if (address === null && from === null) return null
  if (address === null) throw new Error('SANGAM_MAIL_FROM is set and SANGAM_MAIL_URL is not. Set both, or neither.')
  if (from === null) throw new Error('SANGAM_MAIL_URL is set and SANGAM_MAIL_FROM is not. Give the address that mails come from, such as sangam@example.com.')
  if (!/^[^\s@<>"(),:;\\[\]]+@[^\s@<>"(),:;\\[\]]+$/.test(from)) {
    throw new Error(`SANGAM_MAIL_FROM is "${from}". Give the address that mails come from, such as sangam@example.com.`)
  }
  const notices = env.SANGAM_MAIL_NOTICES || 'no'
  if (notices !== 'yes' && notices !== 'no') throw new Error(`SANGAM_MAIL_NOTICES is "${notices}". Give yes or no.`)
  return { ...serverAt(address), from, notices: notices === 'yes' }
}

function serverAt(address: string): Omit<InstallationMail, 'from' | 'notices'> {
  const url = URL.canParse(address) ? new URL(address) : null
  const asked = url?.search === '' ? null : url?.search === '?tls=off' ? 'never' : 'unknown'
  const scheme = url?.protocol === 'smtps:' ? 'first' : url?.protocol === 'smtp:' ? 'demanded' : null
  const [user, password] = [decoded(url?.username), decoded(url?.password)]
  const whole = url?.hostname && scheme && !url.hash && ['', '/'].includes(url.pathname) && user !== null && password !== null && !(password && !user)
  if (!whole || asked === 'unknown' || (asked === 'never' && scheme === 'first')) {
    throw new Error(
      'SANGAM_MAIL_URL is no address of a mail server. Give one such as smtps://user:password@smtp.example.com (TLS from the first byte), smtp://user:password@smtp.example.com:587 (TLS after the greeting), or smtp://localhost:25?tls=off (a relay of your own, without TLS). Signs such as @, : and / in a password are written %40, %3A and %2F.',
    )
  }
  const tls = asked ?? scheme
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) || ports[tls], tls, user: user || null, password: password || null }
}

/** Null for what is no writing of anything. */
function decoded(text = ''): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
