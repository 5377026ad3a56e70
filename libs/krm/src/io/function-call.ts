import { KrmObject } from '../document/krm-object';
import { isNull } from '../document/node-access';
import { type YamlNode } from '../document/yaml-node';
import { type SchemaRegistry } from '../schema/schema-registry';
import { ID_ANNOTATION, LEGACY_ID_ANNOTATION, LEGACY_PATH_ANNOTATION, PATH_ANNOTATION } from './annotation-keys';
import { copyComments } from './copy-comments';
import { defaultPathAnnotations } from './file-annotations';
import { readResources } from './read-resources';
import { syncOrder } from './sync-order';
import { writeResources } from './write-resources';

/** The envelope of what a function reads and writes. */
export const RESOURCE_LIST = { apiVersion: 'config.kubernetes.io/v1', kind: 'ResourceList' } as const;

/** Where functions lie that work on the directory above theirs. */
const FUNCTIONS_DIRECTORY = 'functions';

export interface FunctionCallOptions {
  functionConfig?: YamlNode | undefined;
  /** Give the function all objects, not just those below the directory of its configuration. */
  globalScope?: boolean;
  schemas?: SchemaRegistry;
}

export interface FunctionCallResult {
  /** What the function gave back, with comments and order restored, and then what it was not given. */
  items: KrmObject[];
  results: YamlNode | undefined;
}

function pathOf(object: KrmObject): string | undefined {
  return object.getAnnotation(PATH_ANNOTATION) ?? object.getAnnotation(LEGACY_PATH_ANNOTATION);
}

/** The directory that a file's functions work on, `.` for the top. */
function scopeDirectory(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.');
  segments.pop();
  if (segments.at(-1) === FUNCTIONS_DIRECTORY) segments.pop();
  return segments.join('/') || '.';
}

/**
 * One call of a KRM function: the ResourceList it is to read, and what becomes of the one it writes (kyaml's
 * FunctionFilter). Objects are numbered for the call, so that comments and field order can be brought back.
 */
export class FunctionCall {
  /** What the function reads. */
  readonly input: string;
  private readonly given = new Map<string, KrmObject>();
  private readonly kept: KrmObject[];
  private readonly directory: string;
  private readonly schemas: SchemaRegistry | undefined;

  constructor(objects: readonly KrmObject[], options: FunctionCallOptions = {}) {
    const { functionConfig, globalScope = false, schemas } = options;
    this.schemas = schemas;
    const configPath =
      functionConfig === undefined || isNull(functionConfig) ? undefined : pathOf(new KrmObject(functionConfig));
    this.directory = configPath === undefined ? '' : scopeDirectory(configPath);
    const everywhere = globalScope || this.directory === '' || this.directory === '.';
    const inScope = (object: KrmObject): boolean => {
      const path = pathOf(object);
      return everywhere || (path !== undefined && scopeDirectory(path).startsWith(this.directory));
    };
    this.kept = objects.filter((object) => !inScope(object));
    const items = objects.filter(inScope).map((object, place) => {
      const item = object.copy();
      const id = String(place + 1);
      item.setAnnotation(ID_ANNOTATION, id);
      item.setAnnotation(LEGACY_ID_ANNOTATION, id);
      this.given.set(id, item);
      return item;
    });
    this.input = writeResources(items, { keepReaderAnnotations: true, wrapping: RESOURCE_LIST, functionConfig });
  }

  /**
   * Takes what the function wrote.
   *
   * @throws YamlSyntaxError when that is no YAML.
   */
  finish(output: string): FunctionCallResult {
    const { items, results } = readResources(output, { file: 'function output' });
    for (const item of items) this.restore(item);
    defaultPathAnnotations(this.directory === '.' ? '' : this.directory, items);
    return { items: [...items, ...this.kept], results };
  }

  private restore(item: KrmObject): void {
    const id = item.getAnnotation(ID_ANNOTATION) ?? item.getAnnotation(LEGACY_ID_ANNOTATION);
    if (id === undefined) return;
    const before = this.given.get(id);
    if (before === undefined) return;
    copyComments(before, item, this.schemas);
    syncOrder(before.node, item.node);
    item.deleteAnnotation(ID_ANNOTATION);
    item.deleteAnnotation(LEGACY_ID_ANNOTATION);
  }
}
