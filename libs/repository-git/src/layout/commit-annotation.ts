import { type Task } from '@porch/api';
import { readTask } from './read-task';

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
/** Of all annotations of a commit, in characters: they are kept in memory, and shown in every list. */
const MAXIMUM_LENGTH = 64 * 1024;

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
  const annotations: CommitAnnotation[] = [];
  let left = MAXIMUM_LENGTH;
  for (let at = nextAnnotation(message, 0); at >= 0; at = nextAnnotation(message, at)) {
    const newline = message.indexOf('\n', at);
    const end = newline < 0 ? message.length : newline;
    left -= end - at;
    if (left < 0) break;
    const annotation = parseAnnotation(message.slice(at + PREFIX.length, end));
    if (annotation) annotations.push(annotation);
    at = end;
  }
  return annotations;
}

/** Where the next line starts that is an annotation; -1 when there is none. */
function nextAnnotation(message: string, from: number): number {
  if (from === 0 && message.startsWith(PREFIX)) return 0;
  const newline = message.indexOf(`\n${PREFIX}`, from);
  return newline < 0 ? -1 : newline + 1;
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
  const task = readTask(value);
  return task ? { task } : {};
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
