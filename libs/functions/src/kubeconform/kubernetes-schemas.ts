import { brotliDecompressSync } from 'node:zlib';
import packed from './kubernetes-schemas.json';
import { type ValidationSchema } from './validation-schema';

interface KubernetesSchemas {
  /** The name of the definition of each kind, by `apiVersion kind`. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly definitions: Readonly<Record<string, ValidationSchema>>;
}

/** The version of Kubernetes whose kinds are known. */
export const KUBERNETES_VERSION = packed.kubernetesVersion;

let unpacked: KubernetesSchemas | undefined;

/** The schemas of Kubernetes' own kinds, unpacked when they are first asked for. */
function kubernetesSchemas(): KubernetesSchemas {
  unpacked ??= JSON.parse(brotliDecompressSync(Buffer.from(packed.brotli, 'base64')).toString()) as KubernetesSchemas;
  return unpacked;
}

export function kubernetesSchemaOf(apiVersion: string, kind: string): ValidationSchema | undefined {
  const { kinds } = kubernetesSchemas();
  const key = `${apiVersion} ${kind}`;
  const name = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
  return name === undefined ? undefined : { $ref: name };
}

export function kubernetesDefinition(name: string): ValidationSchema {
  const definition = kubernetesSchemas().definitions[name];
  if (definition === undefined) throw new Error(`the Kubernetes schemas lack ${name}`);
  return definition;
}
