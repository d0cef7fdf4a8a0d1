import { type ASTNode, parse } from '@marcbachmann/cel-js'
import { FormulaProblem } from './problem.ts'

/** A part of a formula as it was written, before anything is known of what its names mean. */
export type Syntax = { readonly source: string } & (
  | { readonly op: 'number' | 'text'; readonly value: string }
  | { readonly op: 'boolean'; readonly value: boolean }
  | { readonly op: 'null' }
  | { readonly op: 'path'; readonly path: string }
  | { readonly op: 'list'; readonly items: readonly Syntax[] }
  | { readonly op: 'call'; readonly name: string; readonly args: readonly Syntax[] }
)

const mostLetters = 2000

const signs: { readonly [op: string]: string } = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': '/',
  '%': 'mod',
  '==': 'eq',
  '!=': 'ne',
  '<': 'lt',
  '<=': 'lte',
  '>': 'gt',
  '>=': 'gte',
  '&&': 'and',
  '||': 'or',
  '?:': 'if',
  in: 'in',
}

/** Reads a CEL expression. Numbers keep the digits they were written with: none passes through a float. */
export function readSyntax(expression: string): Syntax {
  if (expression.length > mostLetters)
    throw new FormulaProblem('A formula has at most {most} letters. Take a part of it into a field of its own.', { most: mostLetters })
  return syntaxOf(parsed(expression), expression)
}

function parsed(expression: string): ASTNode {
  try {
    return parse(expression).ast
  } catch (error) {
    const at = (error as { node?: { pos?: number } }).node?.pos ?? 0
    throw new FormulaProblem('The formula can’t be read from letter {at} on: "{rest}". Look at its brackets, quotes and signs.', {
      at: at + 1,
      rest: expression.slice(at, at + 30),
    })
  }
}

function syntaxOf(node: ASTNode, expression: string): Syntax {
  const source = expression.slice(node.start, node.end)
  const next = (one: ASTNode): Syntax => syntaxOf(one, expression)
  const call = (name: string, args: readonly ASTNode[]): Syntax => ({ op: 'call', source, name, args: args.map(next) })
  switch (node.op) {
    case 'value':
      return literal(node.args, source)
    case 'id':
      return { op: 'path', source, path: node.args }
    case '.': {
      const inner = next(node.args[0])
      if (inner.op !== 'path') throw unknown(source)
      return { op: 'path', source, path: `${inner.path}.${node.args[1]}` }
    }
    case 'list':
      return { op: 'list', source, items: node.args.map(next) }
    case 'call':
      return call(node.args[0], node.args[1])
    case 'rcall':
      return call(node.args[0], [node.args[1], ...node.args[2]])
    case '!_':
      return call('not', [node.args])
    case '-_':
      return call('negate', [node.args])
    default: {
      const name = signs[node.op]
      if (!name) throw unknown(source)
      return call(name, node.args as readonly ASTNode[])
    }
  }
}

function literal(value: unknown, source: string): Syntax {
  if (typeof value === 'boolean') return { op: 'boolean', source, value }
  if (value === null) return { op: 'null', source }
  if (typeof value === 'string' && !value.includes('\0')) return { op: 'text', source, value }
  if ((typeof value === 'bigint' || typeof value === 'number') && /^[0-9]{1,15}(\.[0-9]{1,15})?$/.test(source)) return { op: 'number', source, value: source }
  throw unknown(source)
}

function unknown(source: string): FormulaProblem {
  return new FormulaProblem('"{part}" has no meaning in a formula.', { part: source })
}
