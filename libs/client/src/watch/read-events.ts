import { StringDecoder } from 'node:string_decoder';
import { unavailable } from '@porch/api';
import { type WireEvent } from './watch-event';

/**
 * Splits a watch's body into its events, one JSON object on each line, however the network cuts it up. Ends when the
 * server closes the watch; a last line without its end is a broken connection, not an event.
 */
export async function* readEvents(body: AsyncIterable<unknown>): AsyncGenerator<WireEvent> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.write(chunk as Buffer)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.trim() !== '') yield parseEvent(line);
    }
  }
}

function parseEvent(line: string): WireEvent {
  try {
    return JSON.parse(line) as WireEvent;
  } catch (error) {
    throw unavailable('the server sent a watch event that is not JSON', error);
  }
}
