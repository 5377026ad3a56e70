import { type Locator, type PackageCondition, type PackageMetadata, type ReadinessGate } from '@porch/api';
import { type KptfileSummary } from '@porch/repository';
import { JSON_SCHEMA, load } from 'js-yaml';

type Fields = Readonly<Record<string, unknown>>;

/** What the API shows of a Kptfile. Fields of another type than kpt's are as good as absent. @throws when it is no YAML */
export function summarizeKptfile(text: string): KptfileSummary {
  const kptfile = fieldsOf(load(text, { schema: JSON_SCHEMA }));
  const metadata = packageMetadata(fieldsOf(kptfile['metadata']));
  const upstreamLock = locator(kptfile);
  return {
    ...(metadata ? { packageMetadata: metadata } : {}),
    readinessGates: readinessGates(fieldsOf(kptfile['info'])),
    conditions: conditions(fieldsOf(kptfile['status'])),
    ...(upstreamLock ? { upstreamLock } : {}),
  };
}

function packageMetadata(metadata: Fields): PackageMetadata | undefined {
  const labels = texts(metadata['labels']);
  const annotations = texts(metadata['annotations']);
  if (!labels && !annotations) return undefined;
  return { ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) };
}

function readinessGates(info: Fields): ReadinessGate[] {
  return list(info['readinessGates'])
    .map((gate) => gate['conditionType'])
    .filter((type): type is string => typeof type === 'string')
    .map((conditionType) => ({ conditionType }));
}

function conditions(status: Fields): PackageCondition[] {
  return list(status['conditions']).flatMap((condition) => {
    const { type, status: state, reason, message } = condition;
    if (typeof type !== 'string') return [];
    return [
      {
        type,
        status: state === 'True' || state === 'False' ? state : 'Unknown',
        ...(typeof reason === 'string' ? { reason } : {}),
        ...(typeof message === 'string' ? { message } : {}),
      } satisfies PackageCondition,
    ];
  });
}

/** Only of a package that names its upstream as well (E-3.6). */
function locator(kptfile: Fields): Locator | undefined {
  const lock = fieldsOf(kptfile['upstreamLock']);
  const git = fieldsOf(lock['git']);
  if (Object.keys(fieldsOf(fieldsOf(kptfile['upstream'])['git'])).length === 0 || Object.keys(git).length === 0) {
    return undefined;
  }
  const field = (name: string) => (typeof git[name] === 'string' ? { [name]: git[name] } : {});
  return { type: 'git', git: { ...field('repo'), ...field('directory'), ...field('ref'), ...field('commit') } };
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function list(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

function texts(value: unknown): Record<string, string> | undefined {
  const entries = Object.entries(fieldsOf(value)).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
