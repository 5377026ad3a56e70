import type { OpenApiSchema } from './openapi-schema';

/**
 * Reads a schema written as JSON in a field's comment, as setters did before kpt 1.0 (`# {"$ref": …}`,
 * `# {"$openapi": …}`, `# {"type": "array", "x-kubernetes-patch-merge-key": "name", …}`).
 *
 * @returns undefined for any other comment and for the empty object.
 */
export function schemaFromComment(lineComment: string, headComment: string): OpenApiSchema | undefined {
  const comment = lineComment === '' ? headComment : lineComment;
  if (!comment.includes('{')) return undefined;
  const text = comment.replace(/^#+/, '').trim();
  if (!text.startsWith('{')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return undefined;
  return value;
}
