import { type KubernetesObject } from '@porch/api';

/** meta.k8s.io/v1 Table: what the server prints an object or a list as. */
export interface Table {
  kind: 'Table';
  apiVersion: string;
  metadata?: { resourceVersion?: string; continue?: string };
  columnDefinitions: TableColumn[];
  rows: TableRow[];
}

export interface TableColumn {
  name: string;
  type: string;
  format?: string;
  description?: string;
  /** 0 is always shown, more only in wide output. */
  priority?: number;
}

export interface TableRow {
  cells: unknown[];
  /** The row's object, or its metadata alone. */
  object?: KubernetesObject;
}

export const TABLE_ACCEPT = 'application/json;as=Table;g=meta.k8s.io;v=v1,application/json';

export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && (value as Table).kind === 'Table';
}
