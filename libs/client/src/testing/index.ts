export {
  createScriptedServer,
  failure,
  type RecordedRequest,
  type Script,
  type ScriptedAnswer,
  type ScriptedServer,
} from './scripted-server';
