import { type RepositoryProblem } from '@porch/repository';
import { CorruptRepositoryError } from '../objects/git-errors';

/** What could not be read as a package revision, by ref or by path on the branch. */
export class RevisionProblems {
  readonly #messages = new Map<string, string>();
  /** Objects that should be there and are not, or are damaged; since it was last cleared. */
  damage: CorruptRepositoryError | undefined;

  list(): RepositoryProblem[] {
    return [...this.#messages].map(([subject, message]) => ({ subject, message }));
  }

  set(subject: string, message: string): void {
    this.#messages.set(subject, message);
  }

  complain(subject: string, error: unknown): void {
    if (error instanceof CorruptRepositoryError) this.damage ??= error;
    this.set(subject, error instanceof Error ? error.message : String(error));
  }

  delete(subject: string): void {
    this.#messages.delete(subject);
  }
}
