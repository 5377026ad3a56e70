/**
 * How long one step of a test may take, in milliseconds, before it counts as hanging: a machine may be busy with
 * everything else. Less than a whole test may take, so that a step says what it waited for.
 */
export const PATIENCE = 240_000;
