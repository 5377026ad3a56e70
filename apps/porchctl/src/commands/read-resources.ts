import { isPorchError, type KubernetesObject } from '@porch/api';
import { type Client, qualifiedResource, type ResourceType, type Table, type TableOptions } from '@porch/client';
import { CommandError } from '../session/command-error';
import { messageOf } from '../session/report-error';
import { type CommandContext } from './porch-command';

/** Which objects a `get` reads beside those it names. */
export interface ResourceQuery {
  namespace?: string;
  labelSelector?: string | undefined;
  fieldSelector?: string | undefined;
  pageSize: number;
  /** A named object that is not there is no failure. */
  ignoreNotFound: boolean;
  includeObject?: TableOptions['includeObject'];
}

/** The selected objects as the server's table, or one table for each named object. */
export async function readTables(
  client: Client,
  context: CommandContext,
  type: ResourceType,
  query: ResourceQuery,
): Promise<Table[]> {
  const { ignoreNotFound, ...where } = query;
  if (context.args.length === 0) return [await client.table(type, { ...where, signal: context.signal() })];
  return eachName(context.args, async (name) => {
    try {
      return await client.table(type, { name, includeObject: where.includeObject, signal: context.signal() });
    } catch (error) {
      if (!isNotFound(error)) throw error;
      if (ignoreNotFound) return undefined;
      // Upstream's client decodes no Status while it asks for tables, so its text for a missing object is this one.
      throw new CommandError(
        `the server could not find the requested resource (get ${qualifiedResource(type)} ${name})`,
      );
    }
  });
}

/** The selected or named objects, and the version that a watch continues from. */
export async function readObjects<T extends KubernetesObject>(
  client: Client,
  context: CommandContext,
  type: ResourceType<T>,
  { ignoreNotFound, ...where }: ResourceQuery,
): Promise<{ objects: T[]; resourceVersion: string | undefined }> {
  if (context.args.length === 0) {
    const { items, resourceVersion } = await client.list(type, { ...where, signal: context.signal() });
    return { objects: items, resourceVersion };
  }
  const objects = await eachName(context.args, async (name) => {
    try {
      return await client.get(type, { name }, { signal: context.signal() });
    } catch (error) {
      if (ignoreNotFound && isNotFound(error)) return undefined;
      throw error;
    }
  });
  return { objects, resourceVersion: objects[0]?.metadata.resourceVersion };
}

/** Reads every named object; when some fail, nothing is printed and all failures are told, as kubectl's builder does. */
async function eachName<T>(names: readonly string[], read: (name: string) => Promise<T | undefined>): Promise<T[]> {
  const found: T[] = [];
  const failures: unknown[] = [];
  for (const name of names) {
    try {
      const object = await read(name);
      if (object !== undefined) found.push(object);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) throw new CommandError(`[${failures.map(messageOf).join(', ')}]`);
  return found;
}

function isNotFound(error: unknown): boolean {
  return isPorchError(error) && error.reason === 'NotFound';
}
