import { type Task } from '@porch/api';

/**
 * What Porch notes in a commit's message about a package revision (E-4.5). `package` is the path from the root, left
 * out for a package that is the root.
 */
export interface CommitAnnotation {
  readonly package?: string;
  readonly workspaceName?: string;
  /** `0` for a draft's commits, the number for an approval. */
  readonly revision?: string;
  readonly task?: Task;
}

const PREFIX = 'kpt:';

/** A subject with an annotation, in upstream's form. */
export function annotatedMessage(subject: string, annotation: CommitAnnotation): string {
  const { package: path, workspaceName, revision, task } = annotation;
  const ordered = {
    ...(path ? { package: path } : {}),
    ...(workspaceName ? { workspaceName } : {}),
    ...(revision ? { revision } : {}),
    ...(task ? { task } : {}),
  };
  return `${subject}\n\n${PREFIX}${JSON.stringify(ordered)}\n`;
}

/** Every readable annotation of a message. Unreadable ones are left out: anybody may write commits. */
export function parseCommitAnnotations(message: string): CommitAnnotation[] {
  if (!message.includes(PREFIX)) return [];
  const annotations: CommitAnnotation[] = [];
  for (const line of message.split('\n')) {
    const annotation = line.startsWith(PREFIX) ? parseAnnotation(line.slice(PREFIX.length)) : undefined;
    if (annotation) annotations.push(annotation);
  }
  return annotations;
}

function parseAnnotation(json: string): CommitAnnotation | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Record<string, unknown>;
  const text = (name: string) => (typeof fields[name] === 'string' ? { [name]: fields[name] } : {});
  return { ...text('package'), ...text('workspaceName'), ...text('revision'), ...taskOf(fields['task']) };
}

function taskOf(value: unknown): { task?: Task } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const { type } = value as { type?: unknown };
  return typeof type === 'string' ? { task: value as Task } : {};
}

const SUBJECTS: Partial<Record<Task['type'], string>> = {
  init: 'Creating new empty revision',
  clone: 'Creating new revision by cloning',
  edit: 'Creating new revision by copying previous revision',
  upgrade: 'Upgrading revision',
  render: 'Rendering package',
};

/** The subject line of a commit that stores what a task made. */
export function taskSubject(task: Task): string {
  return SUBJECTS[task.type] ?? (task.type === '' ? 'Intermediate commit' : `Intermediate commit: ${task.type}`);
}
