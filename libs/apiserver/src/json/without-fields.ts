/** An object without some of its fields. */
export function withoutFields<T extends object, Field extends string>(
  object: T,
  ...fields: readonly Field[]
): Omit<T, Field> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !fields.includes(name as Field))) as Omit<
    T,
    Field
  >;
}
