import { type Clock } from '../clock';

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** Moves time on, calling back everything that falls due, in order; then lets started work run for one turn. */
  advance(milliseconds: number): Promise<void>;
  /** How many callbacks are waiting. */
  readonly pending: number;
}

interface Appointment {
  readonly at: number;
  readonly callback: () => void;
  readonly signal: AbortSignal;
}

export function createFakeClock(start = new Date('2026-01-02T03:04:05Z')): FakeClock {
  let now = start.getTime();
  let appointments: Appointment[] = [];
  const waiting = () => appointments.filter((appointment) => !appointment.signal.aborted);

  const takeDue = (until: number): Appointment | undefined => {
    appointments = waiting();
    const due = appointments.filter((appointment) => appointment.at <= until).sort((a, b) => a.at - b.at)[0];
    if (due) appointments.splice(appointments.indexOf(due), 1);
    return due;
  };

  return {
    now: () => new Date(now),
    schedule(delayMilliseconds, callback, signal) {
      if (!signal.aborted) appointments.push({ at: now + Math.max(0, delayMilliseconds), callback, signal });
    },
    async advance(milliseconds) {
      const until = now + milliseconds;
      for (let due = takeDue(until); due; due = takeDue(until)) {
        now = Math.max(now, due.at);
        due.callback();
        await nextTurn();
      }
      now = until;
      await nextTurn();
    },
    get pending() {
      return waiting().length;
    },
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
