/**
 * What a name stands for. A `cell` is a local that an inner function uses too, a `free` variable is one such of an
 * enclosing function. `index` counts within its kind; a cell keeps the index of its local.
 */
export interface Binding {
  scope: 'local' | 'cell' | 'free' | 'global' | 'predeclared' | 'universal';
  readonly index: number;
}

/** The variables of one function, or of the file outside all functions; those of its comprehensions are among them. */
export interface FunctionScope {
  readonly variables: { readonly name: string; readonly binding: Binding }[];
  /** What the function takes from the one around it. */
  readonly captures: { readonly name: string; readonly binding: Binding }[];
}
