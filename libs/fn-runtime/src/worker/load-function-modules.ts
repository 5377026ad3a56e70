import { createRequire } from 'node:module';
import { type KrmFunction } from '@porch/functions';

const requireModule = createRequire(__filename);

/**
 * The functions that modules export, by whatever name they export them.
 * @throws Error naming a module that cannot be loaded or exports no function
 */
export function loadFunctionModules(files: readonly string[]): KrmFunction[] {
  return files.flatMap((file) => {
    const exported = Object.values(loadModule(file)).filter(isKrmFunction);
    if (exported.length === 0) throw new Error(`${file} exports no function made by defineFunction`);
    return exported;
  });
}

function loadModule(file: string): Record<string, unknown> {
  try {
    return requireModule(file) as Record<string, unknown>;
  } catch (cause) {
    throw new Error(`cannot load the functions of ${file}: ${reasonOf(cause)}`, { cause });
  }
}

/** Why a module was not loaded, in a line: Node adds the list of modules that asked for it. */
function reasonOf(cause: unknown): string {
  const { code, message = String(cause) } = Object(cause) as Partial<NodeJS.ErrnoException>;
  if (code === 'ERR_REQUIRE_ESM') {
    return 'it is an ES module; compile it to CommonJS (.cjs, or .js without "type": "module")';
  }
  return message.split('\n', 1)[0] ?? '';
}

function isKrmFunction(value: unknown): value is KrmFunction {
  if (typeof value !== 'object' || value === null) return false;
  const { name, run } = value as Partial<KrmFunction>;
  return typeof name === 'string' && typeof run === 'function';
}
