import { allow } from '@sangam/sdk'
import { CostCentre, Dimension, DimensionBalance, Project } from './model.ts'

/** What everyone sees who sees the books: by what they are divided, and what each part comes to. */
export const seesDimensions = [
  allow(DimensionBalance, ['read', 'export']),
  allow(Dimension, ['read']),
  allow(CostCentre, ['read', 'export']),
  allow(Project, ['read', 'export']),
]

/** What it takes to say by what the books are divided. */
export const keepsDimensions = [
  allow(Dimension, ['create', 'update', 'remove']),
  allow(CostCentre, ['create', 'update', 'remove', 'import']),
  allow(Project, ['create', 'update', 'remove', 'import']),
]
