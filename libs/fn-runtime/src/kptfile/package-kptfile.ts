import { getString, isNull, parseYaml, type YamlNode, YamlSyntaxError } from '@porch/krm';
import { type Pipeline, type PipelineFunction } from '../pipeline/pipeline-function';
import { type DecodedStruct, decodeStruct } from './decode-struct';
import { KPTFILE } from './kptfile-schema';
import { DeprecatedKptfileError, KptfileError, UnknownKptfileKindError } from './kptfile-error';

export const KPTFILE_NAME = 'Kptfile';

/** A Kptfile that kpt accepts. */
export interface PackageKptfile {
  readonly node: YamlNode;
  readonly decoded: DecodedStruct;
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly pipeline: Pipeline;
}

/**
 * Reads a Kptfile as strictly as kpt does.
 * @param packagePath the package in messages, `.` for the root
 * @throws KptfileError saying what keeps it from being read
 */
export function readKptfile(text: string, packagePath: string): PackageKptfile {
  try {
    return decodeKptfile(text);
  } catch (error) {
    if (error instanceof YamlSyntaxError) {
      throw new KptfileError(packagePath, new Error(`yaml: line ${error.line}: ${error.problem}`));
    }
    throw new KptfileError(packagePath, error);
  }
}

function decodeKptfile(text: string): PackageKptfile {
  const node = parseYaml(text)[0]?.root;
  if (node === undefined || isNull(node)) throw new UnknownKptfileKindError('', '');
  requireKnownKind(getString(node, 'apiVersion') ?? '', getString(node, 'kind') ?? '');
  const decoded = decodeStruct(node, KPTFILE);
  const metadata = structField(decoded, 'metadata');
  return {
    node,
    decoded,
    name: textField(metadata, 'name'),
    annotations: (structField(metadata, 'annotations') ?? {}) as Record<string, string>,
    pipeline: pipelineOf(structField(decoded, 'pipeline')),
  };
}

function requireKnownKind(apiVersion: string, kind: string): void {
  const [group = '', version = ''] = apiVersion.split('/', 2);
  if (group === 'kpt.dev' && kind === 'Kptfile') {
    if (version === 'v1') return;
    if (version === 'v1alpha1' || version === 'v1alpha2') throw new DeprecatedKptfileError(version);
  }
  throw new UnknownKptfileKindError(apiVersion, kind);
}

function pipelineOf(decoded: DecodedStruct | undefined): Pipeline {
  const steps = (name: string) => (decoded?.[name] ?? []) as unknown as readonly PipelineFunction[];
  return { mutators: steps('mutators'), validators: steps('validators') };
}

function structField(struct: DecodedStruct | undefined, name: string): DecodedStruct | undefined {
  return struct?.[name] as DecodedStruct | undefined;
}

function textField(struct: DecodedStruct | undefined, name: string): string {
  const value = struct?.[name];
  return typeof value === 'string' ? value : '';
}
