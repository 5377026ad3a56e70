/** A step between two things that have to stay true together when the process dies. */
export type Failpoint =
  | 'objects.before'
  | 'objects.after'
  | 'refs.before'
  | 'refs.between'
  | 'refs.after'
  | 'push.before'
  | 'push.between'
  | 'push.after'
  | 'upkeep.objects'
  | 'upkeep.refs'
  | 'store.before'
  | 'store.commit'
  | 'store.after'
  | 'event.before'
  | 'event.after';

/**
 * Makes the function that is called at each step. `setting` names the step that kills, and the how-manieth time it is
 * reached: `push.after` or `push.after:3`. Without a setting the function does nothing.
 */
export function createFailpoint(setting: string | undefined, kill: () => void): (step: Failpoint) => void {
  if (!setting) return () => undefined;
  const [wanted, times = '1'] = setting.split(':');
  let left = Number(times);
  return (step) => {
    if (step !== wanted) return;
    left -= 1;
    if (left === 0) kill();
  };
}

/**
 * Kills this process with SIGKILL when it reaches the step that the environment's PORCH_FAILPOINT names, so that tests
 * can crash a server between any two steps. Does nothing otherwise.
 */
export const failpoint = createFailpoint(process.env['PORCH_FAILPOINT'], () => process.kill(process.pid, 'SIGKILL'));
