/** What was started, to be stopped in reverse. One that fails to stop does not keep the others from it. */
export class DisposalStack {
  readonly #steps: { readonly what: string; readonly stop: () => unknown }[] = [];

  add(what: string, stop: () => unknown): void {
    this.#steps.push({ what, stop });
  }

  /** Stops everything; what went wrong, by name. */
  async dispose(): Promise<readonly { readonly what: string; readonly error: unknown }[]> {
    const problems: { what: string; error: unknown }[] = [];
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      try {
        await step.stop();
      } catch (error) {
        problems.push({ what: step.what, error });
      }
    }
    return problems;
  }
}
